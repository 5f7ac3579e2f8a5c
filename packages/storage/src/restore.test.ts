import assert from "node:assert/strict";
import { join } from "node:path";
import type { GuildId } from "@flora/model";
import { emptyManifest } from "@flora/model";
import { until } from "@flora/model/until";
import { revision } from "../conformance/backend.ts";
import type { Storage } from "./contract.ts";
import { openStorage } from "./open.ts";
import { restoreCopy } from "./restore.ts";
import { checkCopy } from "./sqlite/check-copy.ts";
import { StorageError } from "./storage-error.ts";

const guild = "100000000000000001" as GuildId;
const roomy = { quotaBytes: 1e9 };

async function withFolder(test: (folder: string, open: (name: string) => Promise<Storage>) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "flora-copies-" });
  const opened: Storage[] = [];
  try {
    await test(folder, async (name) => {
      opened.push(await openStorage(`sqlite:${join(folder, name)}`));
      return opened.at(-1)!;
    });
  } finally {
    for (const storage of opened) await storage.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("copyTo() copies one moment while another connection writes, and restoreCopy() brings it back", () =>
  withFolder(async (folder, open) => {
    const [storage, writer] = [await open("flora.db"), await open("flora.db")];
    await storage.deployments.putRevision(revision("r1"));
    await storage.deployments.activate(guild, revision("r1").id, emptyManifest);
    let last = 0;
    let writing = true;
    const writes = (async () => {
      while (writing) {
        // One after the other: a copy in which they are further apart is none of one moment.
        for (const key of ["a", "b"]) await writer.kv.set(guild, "s", key, String(last), roomy);
        last++;
        await new Promise((next) => setTimeout(next));
      }
    })();
    const copy = join(folder, "copy.db");
    await until("the first two writes", () => last > 0);
    await storage.copyTo(copy);
    writing = false;
    await writes;
    assert.equal(checkCopy(copy).guilds, 1);
    await storage.kv.set(guild, "s", "later", "x", roomy);
    await storage.close();
    await writer.close();

    const { kept, guilds } = await restoreCopy(copy, join(folder, "flora.db"));
    assert.equal(guilds, 1);
    assert.equal((await Deno.stat(join(folder, "flora.db"))).mode! & 0o777, 0o600);
    const restored = await open("flora.db");
    const [a, b] = await restored.kv.getMany(guild, "s", ["a", "b"]);
    assert.ok([0, 1].includes(Number(a!.value) - Number(b!.value)), `${a!.value}, ${b!.value}`);
    assert.equal(await restored.kv.get(guild, "s", "later"), null);
    const before = await openStorage(`sqlite:${kept}`);
    assert.equal((await before.kv.get(guild, "s", "later"))!.value, "x");
    await before.close();
  }));

Deno.test("copyTo() overwrites nothing and says where it cannot write", () =>
  withFolder(async (folder, open) => {
    const storage = await open("flora.db");
    await Deno.writeTextFile(join(folder, "taken"), "precious");
    await assert.rejects(storage.copyTo(join(folder, "taken")), StorageError);
    assert.equal(await Deno.readTextFile(join(folder, "taken")), "precious");
    await assert.rejects(storage.copyTo(join(folder, "no/such/folder")), /Cannot write copy ".*folder"/);
  }));

Deno.test("restoreCopy() refuses what is no whole copy, and changes nothing then", () =>
  withFolder(async (folder, open) => {
    const storage = await open("flora.db");
    await storage.kv.set(guild, "s", "key", "x".repeat(50_000), roomy);
    const copy = join(folder, "copy.db");
    await storage.copyTo(copy);
    await storage.close();
    const bytes = await Deno.readFile(copy);
    const broken: [string, Uint8Array, RegExp][] = [
      ["cut", bytes.subarray(0, bytes.length - 8_192), /damaged|malformed/],
      ["text", new TextEncoder().encode("hello"), /not a database/],
      ["empty", new Uint8Array(), /no database of flora/],
    ];
    for (const [name, content, why] of broken) {
      await Deno.writeFile(join(folder, name), content);
      await assert.rejects(restoreCopy(join(folder, name), join(folder, "flora.db")), why);
    }
    await assert.rejects(restoreCopy(join(folder, "none"), join(folder, "flora.db")), /no such file/);
    await Deno.mkdir(join(folder, "flora.db.restored"));
    const [path, why] = [join(folder, "flora.db"), /^StorageError: Cannot restore ".*flora\.db": \w/];
    await assert.rejects(restoreCopy(copy, path), why, "a place that cannot be written");
    assert.equal((await (await open("flora.db")).kv.get(guild, "s", "key"))!.value.length, 50_000);
  }));

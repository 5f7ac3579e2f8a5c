import assert from "node:assert/strict";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyManifest, type GuildId, type RevisionId } from "@flora/model";
import { openStorage } from "../open.ts";
import { StorageError } from "../storage-error.ts";
import { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/mod.ts";

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Opening must fail with a StorageError that names the path. */
async function refusal(path: string): Promise<string> {
  let message = "";
  await assert.rejects(openStorage(`sqlite:${path}`), (error: Error) => {
    assert.ok(error instanceof StorageError, String(error));
    assert.ok(error.message.includes(path), error.message);
    message = error.message;
    return true;
  });
  return message;
}

Deno.test("openStorage() makes the folder and a file for its owner only", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a", "b", "flora.db");
    const storage = await openStorage(`sqlite:${path}`);
    await storage.meta.set("k", "v");
    for (const suffix of ["", "-wal", "-shm"]) {
      assert.equal((await stat(path + suffix)).mode & 0o777, 0o600, suffix);
    }
    await storage.close();
    const again = await openStorage(`sqlite:${path}`);
    assert.equal(await again.meta.get("k"), "v");
    await again.close();
  });
});

Deno.test("openStorage() keeps an in-memory store to itself", async () => {
  const [first, second] = [await openStorage("sqlite::memory:"), await openStorage("sqlite::memory:")];
  await first.meta.set("k", "v");
  assert.equal(await second.meta.get("k"), null);
  await first.close();
  await second.close();
});

Deno.test("openStorage() names a damaged or foreign file and leaves it as it is", async () => {
  await withFolder(async (folder) => {
    const text = join(folder, "text.db");
    await writeFile(text, "not a database ".repeat(500));
    assert.match(await refusal(text), /damaged or not a SQLite database/);
    assert.equal((await stat(text)).size, 7500);

    const foreign = join(folder, "foreign.db");
    const database = new Database(foreign);
    database.exec("CREATE TABLE theirs (a)");
    database.close();
    assert.match(await refusal(foreign), /tables of another program/);
  });
});

Deno.test("openStorage() names a path it cannot write", async () => {
  await withFolder(async (folder) => {
    await writeFile(join(folder, "file"), "");
    assert.match(await refusal(join(folder, "file", "flora.db")), /^Cannot write database/);
    assert.match(await refusal(folder), /^Cannot write database/);
  });
});

Deno.test("openStorage() refuses other kinds of URL without showing passwords", async () => {
  for (const url of ["mysql://user:zzz@host", "flora.db", "sqlite:", ""]) {
    await assert.rejects(openStorage(url), (error: Error) => {
      assert.match(error.message, /only sqlite:<path>/);
      return !error.message.includes("zzz");
    });
  }
});

Deno.test("migrate() refuses a database of a newer flora", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "flora.db");
    await (await openStorage(`sqlite:${path}`)).close();
    const database = new Database(path);
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.close();
    assert.match(
      await refusal(path),
      new RegExp(`it has version ${migrations.length + 1}, this flora knows`),
    );
  });
});

Deno.test("migrate() runs the missing steps only, and all or none of them", () => {
  const database = new Database(":memory:");
  const version = () => database.get("PRAGMA user_version")!.user_version;
  const steps = ["CREATE TABLE one (a)", "CREATE TABLE two (a)"];
  migrate(database, ":memory:", steps.slice(0, 1));
  assert.equal(version(), 1);
  assert.throws(() => migrate(database, ":memory:", [...steps, "CREATE TABLE one (a)"]), /already exists/);
  assert.equal(version(), 1);
  migrate(database, ":memory:", steps);
  assert.equal(version(), 2);
  database.run("INSERT INTO two VALUES (1)");
  migrate(database, ":memory:", steps);
  assert.equal(database.all("SELECT * FROM two").length, 1);
  database.close();
});

Deno.test("migrate() gives manifests from before what they did not have", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "flora.db");
    const guildId = "100000000000000001" as GuildId;
    const manifest = { events: ["ready"], prefixCommands: [], commands: [], crons: [] };
    const database = new Database(path);
    migrate(database, path, migrations.slice(0, 3));
    const insert = (sql: string, ...values: (string | number)[]) => database.run(sql, guildId, ...values);
    insert(
      "INSERT INTO revisions (guild_id, id, manifest, body) VALUES (?, 'r', ?, ?)",
      JSON.stringify(manifest),
      `{"code":"\\u0000"}`,
    );
    insert(
      "INSERT INTO deployments (guild_id, number, revision_id, body) VALUES (?, 1, 'r', ?)",
      JSON.stringify({ number: 1, manifest }),
    );
    insert("INSERT INTO current_deployments (guild_id, number) VALUES (?, 1)");
    database.close();
    const { deployments, close } = await openStorage(`sqlite:${path}`);
    const expected = { ...emptyManifest, events: ["ready"] };
    assert.deepEqual((await deployments.current(guildId))?.manifest, expected);
    assert.deepEqual(await deployments.getRevision(guildId, "r" as RevisionId), {
      code: "\0",
      manifest: expected,
    });
    await close();
  });
});

Deno.test("migrate() ranks the numbers of a database from before rankings", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "flora.db");
    const database = new Database(path);
    migrate(database, path, migrations.slice(0, 1));
    const texts = ["12", "-0.5", "007", "x", "", "-", "1.", ".5", "1.2.3", "--5", "5-5", "1e3", " 1", "5\0"];
    for (const [index, text] of [...texts, "1".repeat(33)].entries()) {
      database.run(
        "INSERT INTO kv_entries (guild_id, store, key, version, bytes, value) VALUES (?, 's', ?, 1, 2, ?)",
        "100000000000000001",
        new TextEncoder().encode(String(index)),
        new TextEncoder().encode(text),
      );
    }
    database.close();
    const storage = await openStorage(`sqlite:${path}`);
    const ranked = await storage.kv.top("100000000000000001" as GuildId, "s", { limit: 99 });
    await storage.close();
    assert.deepEqual(ranked, [{ name: "0", value: 12 }, { name: "2", value: 7 }, { name: "1", value: -0.5 }]);
  });
});

import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { openStorage } from "./open.ts";
import { resealSecrets } from "./reseal.ts";
import { createSealer, SealError, secretAad } from "./seal.ts";
import { generateKey, parseKey } from "./sealing-key.ts";

const guilds = ["100000000000000001", "100000000000000002"] as GuildId[];
const [old, current] = [parseKey(generateKey()), parseKey(generateKey())];

async function withSecrets(body: (storage: Awaited<ReturnType<typeof openStorage>>) => Promise<void>) {
  const storage = await openStorage("sqlite::memory:");
  const sealer = createSealer([old]);
  for (const guildId of guilds) {
    for (const name of ["A", "B"]) {
      const sealed = sealer.seal(`${name} of ${guildId}`, secretAad(guildId, name));
      await storage.secrets.put(guildId, { name, sealed, allowedHosts: ["a.example"], updatedAt: 5 });
    }
  }
  await body(storage);
  await storage.close();
}

Deno.test("resealSecrets() leaves nothing that needs the old key, and nothing else changed", () =>
  withSecrets(async ({ secrets }) => {
    assert.equal(await resealSecrets(secrets, createSealer([current, old])), 4);
    const alone = createSealer([current]);
    for (const guildId of guilds) {
      for (const { name, sealed, allowedHosts, updatedAt } of await secrets.list(guildId)) {
        assert.equal(alone.open(sealed, secretAad(guildId, name)), `${name} of ${guildId}`);
        assert.deepEqual([allowedHosts, updatedAt], [["a.example"], 5]);
      }
    }
    assert.equal(await resealSecrets(secrets, alone), 0);
  }));

Deno.test("resealSecrets() changes nothing where the old key is missing", () =>
  withSecrets(async ({ secrets }) => {
    const before = await secrets.list(guilds[0]!);
    await assert.rejects(resealSecrets(secrets, createSealer([current])), SealError);
    assert.deepEqual(await secrets.list(guilds[0]!), before);
  }));

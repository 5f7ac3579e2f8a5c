import assert from "node:assert/strict";
import type { GuildId, LogLine } from "@flora/model";
import { withFaults } from "@flora/storage/testing/faults";
import { openStorage } from "@flora/storage";
import { GuildLogs } from "./logs.ts";

const guildId = "100000000000000001" as GuildId;
const line = (message: string): LogLine => ({ at: 1, level: "info", source: "script", message });

Deno.test("GuildLogs.flush() stores every line appended so far, in order", async () => {
  const storage = await openStorage("sqlite::memory:");
  const logs = new GuildLogs({ storage: storage.logs, keep: 50, onError: assert.fail, flushMs: 60_000 });
  for (let i = 0; i < 30; i++) logs.append(guildId, line(`${i}`));
  await logs.flush();
  const stored = await storage.logs.read(guildId, { limit: 100 });
  assert.deepEqual(stored.map(({ message }) => message), Array.from({ length: 30 }, (_, i) => `${i}`));
  await storage.close();
});

Deno.test("GuildLogs flushes by itself when enough lines wait", async () => {
  const storage = await openStorage("sqlite::memory:");
  const written = Promise.withResolvers<number>();
  const logs = new GuildLogs({
    storage: { ...storage.logs, append: (_guild, lines) => Promise.resolve(written.resolve(lines.length)) },
    keep: 50,
    onError: assert.fail,
    flushMs: 60_000,
    flushLines: 3,
  });
  for (let i = 0; i < 3; i++) logs.append(guildId, line(`${i}`));
  assert.equal(await written.promise, 3);
  await storage.close();
});

Deno.test("GuildLogs says how many lines it dropped while storage was slow", async () => {
  const storage = await openStorage("sqlite::memory:");
  const logs = new GuildLogs({
    storage: storage.logs,
    keep: 5_000,
    onError: assert.fail,
    flushMs: 60_000,
    flushLines: 1e9,
  });
  for (let i = 0; i < 2_005; i++) logs.append(guildId, line(`${i}`));
  await logs.flush();
  const stored = await storage.logs.read(guildId, { limit: 5_000 });
  assert.equal(stored.length, 2_001);
  assert.match(stored.at(-1)!.message, /^5 log lines were dropped/);
  await storage.close();
});

Deno.test("GuildLogs tells its owner about lines that could not be stored, and goes on", async () => {
  const storage = await openStorage("sqlite::memory:");
  const errors: unknown[] = [];
  const logs = new GuildLogs({
    storage: storage.logs,
    keep: 5,
    onError: (error) => errors.push(error),
    retryMs: 50,
  });
  await storage.close();
  logs.append(guildId, line("lost"));
  await logs.flush();
  assert.equal(errors.length, 1);
});

Deno.test("GuildLogs keeps lines that could not be stored at first", async () => {
  const { storage, faults } = withFaults(await openStorage("sqlite::memory:"));
  const logs = new GuildLogs({ storage: storage.logs, keep: 5, onError: (error) => assert.fail(`${error}`) });
  faults.fail("logs.append", 2);
  logs.append(guildId, line("kept"));
  await logs.flush();
  assert.deepEqual((await storage.logs.read(guildId, { limit: 10 })).map(({ message }) => message), ["kept"]);
  await storage.close();
});

import assert from "node:assert/strict";
import { openStorage, type Storage } from "@flora/storage";
import { createLogger } from "@flora/telemetry";
import { type ResumePoint, ResumePoints } from "./resume-points.ts";

const log = createLogger({ name: "test", write: () => {} });
const points = (storage: Storage, more: { applicationId?: string; shards?: number | "auto" } = {}) =>
  new ResumePoints({ storage: storage.meta, applicationId: "1", shards: "auto", log, ...more });
const point = (shardId: number, shardCount = 2): ResumePoint => ({
  sessionId: `session ${shardId}`,
  resumeURL: "wss://gateway.discord.gg",
  shardId,
  shardCount,
  intents: 1,
  sequence: 7,
  done: [9],
});

/** Writes points down, as at the end of a process. */
async function write(storage: Storage, written: ResumePoint[]): Promise<void> {
  const own = points(storage);
  own.follow(() => written);
  await own.stop();
}

Deno.test("ResumePoints.touch() writes at once what finishes after a while of quiet", async () => {
  const storage = await openStorage("sqlite::memory:");
  const own = points(storage);
  own.follow(() => [point(0, 1)]);
  own.touch();
  assert.deepEqual(await points(storage).read(), [point(0, 1)]);
  await own.stop();
  await storage.close();
});

Deno.test("ResumePoints.read() answers what was written, and keeps it while a new session begins", async () => {
  const storage = await openStorage("sqlite::memory:");
  assert.deepEqual(await points(storage).read(), []);
  await write(storage, [point(0), point(1)]);
  await write(storage, []);
  assert.deepEqual(await points(storage).read(), [point(0), point(1)]);
  await storage.close();
});

Deno.test("ResumePoints.read() answers nothing for another bot, another number of shards, or some of them", async () => {
  const storage = await openStorage("sqlite::memory:");
  await write(storage, [point(0), point(1)]);
  assert.deepEqual(await points(storage, { applicationId: "2" }).read(), []);
  assert.deepEqual(await points(storage, { shards: 3 }).read(), []);
  assert.equal((await points(storage, { shards: 2 }).read()).length, 2);
  await write(storage, [point(1)]);
  assert.deepEqual(await points(storage).read(), []);
  await storage.meta.set("discord.sessions", `{"points":1}`);
  assert.deepEqual(await points(storage).read(), []);
  await storage.close();
});

import assert from "node:assert/strict";
import type { GuildId, WhyRecord } from "@flora/model";
import { WhyBook } from "./why-book.ts";

const guild = (n: number) => `${100_000_000_000_000_000n + BigInt(n)}` as GuildId;
const record = (at: number, more: Partial<WhyRecord> = {}): WhyRecord => ({
  at,
  reason: "no-handler",
  event: "messageCreate",
  messageId: String(at),
  ...more,
});

Deno.test("WhyBook.read() counts everything and keeps the last of each guild, the rare apart from the many", () => {
  const book = new WhyBook({ perGuild: 3, now: () => 50 });
  book.note(guild(1), record(1, { reason: "threw", detail: "oops" }));
  for (let at = 2; at <= 11; at++) book.note(guild(1), record(at));
  const { counts, records, countedSince } = book.read(guild(1), {});
  assert.equal(countedSince, 50);
  assert.deepEqual(counts, [
    { reason: "no-handler", event: "messageCreate", count: 10, lastAt: 11 },
    { reason: "threw", event: "messageCreate", count: 1, lastAt: 1 },
  ]);
  assert.deepEqual(records.map(({ at }) => at), [11, 10, 9, 1]);
  assert.deepEqual(book.read(guild(2), {}), { countedSince: 50, counts: [], records: [] });
});

Deno.test("WhyBook.read() finds by message, command and time", () => {
  const book = new WhyBook();
  book.note(guild(1), record(1));
  book.note(guild(1), record(2, { command: "ping", reason: "paused" }));
  book.note(guild(2), record(3));
  const at = (filter: object) => book.read(guild(1), filter).records.map((one) => one.at);
  assert.deepEqual(at({ messageId: "1" }), [1]);
  assert.deepEqual(at({ messageId: "3" }), [], "another guild's message");
  assert.deepEqual(at({ command: "ping" }), [2]);
  assert.deepEqual(at({ since: 2 }), [2]);
  assert.deepEqual(at({ since: 3 }), []);
});

Deno.test("WhyBook.note() stays within its memory: the guild that was quiet for longest goes", () => {
  let now = 0;
  const book = new WhyBook({ perGuild: 100, records: 200, now: () => now });
  for (let n = 0; n < 50; n++) {
    now += 2_000;
    book.note(guild(n), record(now));
    book.note(guild(0), record(now, { reason: "quota" }));
    assert.ok(book.weight <= 200, String(book.weight));
  }
  assert.ok(book.read(guild(0), {}).records.length > 0, "it was busy all the time");
  assert.deepEqual(book.read(guild(1), {}).records, []);
  assert.equal(book.read(guild(49), {}).records.length, 1);
});

Deno.test("WhyBook.note() cuts what is long, WhyBook.forget() leaves nothing", () => {
  const book = new WhyBook();
  book.note(guild(1), record(1, { detail: "x".repeat(10_000) }));
  assert.equal(book.read(guild(1), {}).records[0]!.detail!.length, 300);
  book.forget(guild(1));
  assert.equal(book.weight, 0);
});

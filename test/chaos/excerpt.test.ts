import assert from "node:assert/strict";
import { excerpt } from "./excerpt.ts";

const START = Date.UTC(2030, 0, 1, 12);
const saidAt = (seq: number) => START + seq * 1_000;
const line = (seq: number, guild: string) =>
  `worker-0   | ${new Date(saidAt(seq)).toISOString().slice(11, 23)} debug Turn ended guildId=${guild}`;
const output = Array.from(
  { length: 500 },
  (_, index) => line(index >> 1, index % 2 ? "70000000" : "80000000"),
).join("\n");
const sent = Array.from({ length: 250 }, (_, seq) => seq);
const entries = sent.filter((seq) => seq !== 100).map((seq) => ({
  seq,
  isolate: "abcdef",
  again: seq === 101,
}));

Deno.test("excerpt() tells of a suspect what it was said and wrote, and what flora said of it, around what is wrong", () => {
  const lines = excerpt(
    output,
    [{ guild: "70000000", record: { sent, entries, echoes: [] }, wrong: [120, 100] }],
    saidAt,
  );
  assert.ok(lines.length < 70, String(lines.length));
  assert.match(lines[0]!, /^guild 70000000 was said 85, .*99, 100, 101, /);
  assert.match(lines[1]!, /^guild 70000000 wrote .*99 by abcd, 101 again by abcd, /);
  assert.equal(lines[2], "what flora said of guild 70000000, which was said 100 at 12:01:40.000:");
  assert.ok(lines.includes(line(100, "70000000")));
  assert.equal(lines.some((one) => one.endsWith("=80000000")), false);
});

Deno.test("excerpt() tells what flora said last where no guild is suspect, or where it said nothing any more", () => {
  assert.deepEqual(excerpt(output, [], saidAt).slice(1), output.split("\n").slice(-60));
  assert.deepEqual(excerpt("", [], saidAt).slice(1), [""]);
  const silent = excerpt(line(3, "70000000"), [
    { guild: "70000000", record: { sent: [9], entries: [], echoes: [] }, wrong: [9] },
  ], saidAt);
  assert.deepEqual(silent.slice(3), [line(3, "70000000")]);
});

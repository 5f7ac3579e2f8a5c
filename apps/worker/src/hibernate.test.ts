import assert from "node:assert/strict";
import { chooseSleepers } from "./hibernate.ts";

const slot = (name: string, lastUsedAt: number, megabytes: number, { idle = true, awake = true } = {}) => ({
  name,
  lastUsedAt,
  idle,
  awake,
  stats: () => ({ residentBytes: megabytes }),
});

const names = (slots: { name: string }[]) => slots.map(({ name }) => name);

Deno.test("chooseSleepers() takes what has been idle for too long", () => {
  const slots = [slot("old", 0, 10), slot("busy", 0, 10, { idle: false }), slot("new", 900, 10)];
  assert.deepEqual(names(chooseSleepers(slots, { idleMs: 500, memoryBytes: 1_000 }, 1_000)), ["old"]);
  assert.deepEqual(names(chooseSleepers(slots, { idleMs: 0, memoryBytes: 1_000 }, 1_000)), []);
});

Deno.test("chooseSleepers() takes the least recently used until memory suffices", () => {
  const slots = [slot("c", 3, 40), slot("a", 1, 40), slot("b", 2, 40), slot("x", 0, 0, { awake: false })];
  assert.deepEqual(names(chooseSleepers(slots, { idleMs: 0, memoryBytes: 50 }, 10)), ["a", "b"]);
  assert.deepEqual(names(chooseSleepers(slots, { idleMs: 0, memoryBytes: 120 }, 10)), []);
});

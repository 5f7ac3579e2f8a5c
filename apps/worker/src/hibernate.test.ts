import assert from "node:assert/strict";
import { chooseSleepers, shortage } from "./hibernate.ts";
import { hibernationRules } from "./hibernation-rules.ts";

const slot = (
  name: string,
  lastUsedAt: number,
  ownBytes: number,
  { idle = true, awake = true, awakeUntil = 0 } = {},
) => ({
  name,
  lastUsedAt,
  idle,
  awake,
  awakeUntil,
  ownBytes,
});

const names = (slots: { name: string }[]) => slots.map(({ name }) => name);

Deno.test("chooseSleepers() takes what has been idle for too long", () => {
  const slots = [slot("old", 0, 10), slot("busy", 0, 10, { idle: false }), slot("new", 900, 10)];
  const figures = { now: 1_000, hostBytes: 0, spareBytes: 0 };
  assert.deepEqual(names(chooseSleepers(slots, { idleMs: 500, memoryBytes: 1_000 }, figures)), ["old"]);
  assert.deepEqual(names(chooseSleepers(slots, { idleMs: 0, memoryBytes: 1_000 }, figures)), []);
});

Deno.test("chooseSleepers() takes the least recently used until memory suffices, worker and spares included", () => {
  const slots = [slot("c", 3, 40), slot("a", 1, 40), slot("b", 2, 40), slot("x", 0, 0, { awake: false })];
  const chosen = (memoryBytes: number, hostBytes: number, spareBytes = 0) =>
    names(chooseSleepers(slots, { idleMs: 0, memoryBytes }, { now: 10, hostBytes, spareBytes }));
  assert.deepEqual(chosen(50, 0), ["a", "b"]);
  assert.deepEqual(chosen(120, 0), []);
  assert.deepEqual(chosen(120, 30), ["a"]);
  assert.deepEqual(chosen(120, 30, 20), ["a", "b"]);
  assert.deepEqual(chosen(120, 500), ["a", "b", "c"]);
});

Deno.test("chooseSleepers() takes what asked to stay awake last, and only where memory is short", () => {
  const slots = [
    slot("asked", 1, 40, { awakeUntil: 11 }),
    slot("b", 2, 40),
    slot("was", 3, 40, { awakeUntil: 10 }),
  ];
  const chosen = (idleMs: number, memoryBytes: number) =>
    names(chooseSleepers(slots, { idleMs, memoryBytes }, { now: 10, hostBytes: 0, spareBytes: 0 }));
  assert.deepEqual(chosen(1, 1_000), ["b", "was"]);
  assert.deepEqual(chosen(0, 50), ["b", "was"]);
  assert.deepEqual(chosen(0, 30), ["b", "was", "asked"]);
});

Deno.test("chooseSleepers() takes isolates inside the worker's process for an even share of it", () => {
  const slots = [slot("a", 1, 0), slot("b", 2, 0), slot("c", 3, 0, { idle: false }), slot("d", 4, 0)];
  const chosen = (memoryBytes: number) =>
    names(chooseSleepers(slots, { idleMs: 0, memoryBytes }, { now: 10, hostBytes: 400, spareBytes: 0 }));
  assert.deepEqual(chosen(400), []);
  assert.deepEqual(chosen(350), ["a"]);
  assert.deepEqual(chosen(250), ["a", "b"]);
});

Deno.test("shortage() tells of a budget that would not do if all guilds were asleep, and of no other", () => {
  const told = (memoryBytes: number, awake: boolean) =>
    shortage([slot("a", 0, 10, { awake })], { idleMs: 0, memoryBytes }, {
      hostBytes: 2 ** 20,
      spareBytes: 2 ** 19,
    });
  assert.match(told(2 ** 20, false) ?? "", /worker and its spares alone take 1\.5 MiB, at most 1\.0 MiB/);
  assert.equal(told(2 ** 20, true), undefined);
  assert.equal(told(2 ** 21, false), undefined);
});

Deno.test("hibernationRules() share out what a container may have, where that is less than the machine has", () => {
  const budget = (containerBytes?: number) =>
    hibernationRules({ machineBytes: 1_000, containerBytes, workers: 2 }).memoryBytes;
  assert.deepEqual([budget(), budget(0), budget(2 ** 60), budget(400)], [250, 250, 250, 100]);
});

import assert from "node:assert/strict";
import { type Entry, judge, type Record } from "./judge.ts";

const entry = (seq: number, isolate = "a", again = false): Entry => ({ seq, isolate, again });
const verdict = (record: Partial<Record>) => {
  const { problems: _, wrong: __, ...figures } = judge("g", {
    sent: [1, 2, 3],
    entries: [entry(1), entry(2), entry(3)],
    echoes: [1, 2, 3],
    ...record,
  });
  return figures;
};
const fine = { lost: 0, duplicated: 0, outOfOrder: 0, doubleOwner: 0 };

Deno.test("judge() finds nothing where everything ran once, in order, under one owner after the other", () => {
  assert.deepEqual(verdict({}), fine);
  assert.deepEqual(verdict({ entries: [entry(1), entry(2, "b"), entry(3, "c")] }), fine);
  assert.deepEqual(verdict({ echoes: [1] }), fine, "a worker may die before it answers");
});

Deno.test("judge() counts what never ran, and answers of runs that left nothing", () => {
  assert.deepEqual(verdict({ entries: [entry(1), entry(3)], echoes: [] }), { ...fine, lost: 1 });
  assert.deepEqual(verdict({ sent: [1, 3], entries: [entry(1), entry(3)] }), { ...fine, lost: 1 });
});

Deno.test("judge() counts second runs that the script was not told of", () => {
  const twice = (again: boolean) => [entry(1), entry(2), entry(2, "b", again), entry(3, "b")];
  assert.deepEqual(verdict({ entries: twice(true) }), fine);
  assert.deepEqual(verdict({ entries: twice(true), echoes: [1, 2, 2, 3] }), fine);
  assert.deepEqual(verdict({ entries: twice(false) }), { ...fine, duplicated: 1 });
  assert.deepEqual(verdict({ echoes: [1, 2, 2, 3] }), { ...fine, duplicated: 1 });
  assert.deepEqual(verdict({ sent: [1, 2] }), { ...fine, duplicated: 1 });
});

Deno.test("judge() counts events that overtook others, but not what had run before its isolate died", () => {
  assert.deepEqual(verdict({ entries: [entry(1), entry(3), entry(2)] }), { ...fine, outOfOrder: 1 });
  assert.deepEqual(verdict({ entries: [entry(1), entry(3), entry(2, "b")] }), { ...fine, outOfOrder: 1 });
  assert.deepEqual(verdict({ entries: [entry(1), entry(3), entry(2, "b", true)] }), fine);
  assert.deepEqual(
    verdict({ entries: [entry(3), entry(2, "b", true), entry(1, "b", true)] }),
    { ...fine, outOfOrder: 1 },
  );
});

Deno.test("judge() counts isolates that write after another one has", () => {
  assert.deepEqual(verdict({ entries: [entry(1), entry(2, "b"), entry(3)] }), { ...fine, doubleOwner: 1 });
});

Deno.test("judge() names what is wrong, for people and for who looks closer", () => {
  const { problems, wrong } = judge("5", {
    sent: [1, 2, 3, 4],
    entries: [entry(1), entry(2, "b"), entry(3)],
    echoes: [],
  });
  assert.deepEqual(problems, ["guild 5: lost 4", "guild 5: run by an owner that came back: 3"]);
  assert.deepEqual(wrong, [4, 3]);
});

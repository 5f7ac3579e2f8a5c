import assert from "node:assert/strict";
import { Progress } from "./progress.ts";

const settled = () => new Promise((next) => setTimeout(next));

Deno.test("Progress acknowledges no event before it and all before it are finished", async () => {
  const progress = new Progress(0);
  const first = Promise.withResolvers<void>(), third = Promise.withResolvers<void>();
  for (const [s, work] of [[1, first.promise], [2, undefined], [3, third.promise]] as const) {
    assert.ok(progress.take(s));
    progress.begin(s, work);
  }
  assert.deepEqual([progress.sequence, progress.done], [0, []]);
  third.reject(new Error("it failed, and is over"));
  await settled();
  assert.deepEqual([progress.sequence, progress.done], [0, [3]]);
  first.resolve();
  await settled();
  assert.deepEqual([progress.sequence, progress.done], [3, []]);
});

Deno.test("Progress takes what a resume repeats only where it is new to it", () => {
  const progress = new Progress(4, [6]);
  assert.deepEqual([4, 5, 6, 7, 5, 7].map((s) => progress.take(s)), [false, true, false, true, false, false]);
});

Deno.test("Progress remembers a bounded number of finished events while one hangs", async () => {
  const progress = new Progress(0);
  progress.take(1);
  progress.begin(1, new Promise(() => {}));
  for (let s = 2; s <= 12_000; s++) {
    progress.take(s);
    progress.begin(s, Promise.resolve());
  }
  await settled();
  assert.equal(progress.sequence, 0);
  assert.equal(progress.done.length, 10_000);
  assert.ok(!progress.done.includes(2) && progress.done.includes(12_000));
});

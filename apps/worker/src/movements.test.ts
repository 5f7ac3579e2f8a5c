import assert from "node:assert/strict";
import { Movements } from "./movements.ts";

Deno.test("Movements does one thing at a time and says when nothing is left, failures included", async () => {
  const steps: string[] = [];
  const settled = Promise.withResolvers<void>();
  const movements = new Movements(() => {
    steps.push("settled");
    settled.resolve();
  });
  const gate = Promise.withResolvers<void>();
  const first = movements.add(async () => {
    await gate.promise;
    steps.push("first");
    throw new Error("failed");
  });
  const second = movements.add(() => Promise.resolve(steps.push("second")));
  assert.ok(movements.busy);
  gate.resolve();
  await assert.rejects(first, /failed/);
  await second;
  await settled.promise;
  assert.deepEqual(steps, ["first", "second", "settled"]);
  assert.equal(movements.busy, false);
});

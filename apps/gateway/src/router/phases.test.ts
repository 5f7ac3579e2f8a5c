import assert from "node:assert/strict";
import { type Phase, Phases } from "./phases.ts";

/** Lets everything that can go on do so. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

Deno.test("Phases.enter() lets those of one phase in together, and those of the other when they have ended", async () => {
  const phases = new Phases();
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const enter = (name: string, phase: Phase) =>
    void phases.enter(phase).then((end) => {
      seen.push(name);
      ends.set(name, end);
    });
  enter("boot 1", "boot");
  enter("boot 2", "boot");
  enter("pause 1", "pause");
  enter("boot 3", "boot");
  enter("pause 2", "pause");
  await settle();
  assert.deepEqual(seen, ["boot 1", "boot 2"]);
  ends.get("boot 1")!();
  ends.get("boot 1")!();
  await settle();
  assert.equal(seen.length, 2);
  ends.get("boot 2")!();
  await settle();
  assert.deepEqual(seen.slice(2), ["pause 1", "pause 2"]);
  ends.get("pause 1")!();
  ends.get("pause 2")!();
  await settle();
  assert.deepEqual(seen.slice(4), ["boot 3"]);
  ends.get("boot 3")!();
  enter("pause 3", "pause");
  await settle();
  assert.deepEqual(seen.slice(5), ["pause 3"]);
});

Deno.test("Phases.enter() waits for a phase that does not end no longer than its patience", async () => {
  const phases = new Phases(5);
  await phases.enter("boot");
  (await phases.enter("pause"))();
});

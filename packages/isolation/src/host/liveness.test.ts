import assert from "node:assert/strict";
import { Liveness } from "./liveness.ts";

/** A guest whose CPU time grows by `perLook` at each look, and that answers when told. */
function guest(perLook: number, heldBack = false) {
  let cpu = 100;
  let looks = 0;
  const liveness = new Liveness({
    ping: () => {},
    heldBack: () => heldBack,
    cpuMs: () => (looks++, cpu += perLook),
  });
  return { liveness, looks: () => looks };
}

Deno.test("Liveness.answers() is true for an answer in time", async () => {
  const { liveness } = guest(0);
  const answers = liveness.answers(10_000);
  liveness.pong(1);
  assert.equal(await answers, true);
});

Deno.test("Liveness.answers() is false for a guest that runs and does not answer", async () => {
  const { liveness, looks } = guest(20);
  assert.equal(await liveness.answers(20), false);
  assert.equal(looks(), 2);
});

Deno.test("Liveness.answers() waits for a guest that was not let run, but not for ever", async () => {
  const { liveness, looks } = guest(0);
  assert.equal(await liveness.answers(5), false);
  assert.equal(looks(), 20);
});

Deno.test("Liveness.answers() blames no guest whose frames the host holds back", async () => {
  assert.equal(await guest(20, true).liveness.answers(5), true);
});

Deno.test("Liveness.end() leaves nobody waiting", async () => {
  const { liveness } = guest(0);
  const answers = [liveness.answers(10_000), liveness.answers(10_000)];
  liveness.end();
  assert.deepEqual(await Promise.all(answers), [true, true]);
});

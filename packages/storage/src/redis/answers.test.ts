import assert from "node:assert/strict";
import { Answers } from "./answers.ts";

const WAIT_MS = 30;
const never = () => new Promise<never>(() => {});

/** How long it took to be given up, in milliseconds. */
async function patience(answer: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await assert.rejects(answer, /^Error: Answer timed out$/);
  return performance.now() - start;
}

Deno.test("within() settles as the answer does", async () => {
  const answers = new Answers(60_000);
  assert.equal(await answers.within(Promise.resolve("yes")), "yes");
  await assert.rejects(answers.within(Promise.reject(new RangeError("no"))), RangeError);
  answers.end();
});

Deno.test("within() gives up each that is late, none before its time, whoever waited before", async () => {
  const answers = new Answers(WAIT_MS);
  await answers.within(Promise.resolve());
  const first = patience(answers.within(never()));
  const second = patience(answers.within(never()));
  assert.ok(await first >= WAIT_MS);
  // Asked while the timer runs that was set for the second one.
  const third = patience(answers.within(never()));
  assert.ok(await second >= WAIT_MS);
  assert.ok(await third >= WAIT_MS);
  assert.ok(await patience(answers.within(never())) >= WAIT_MS);
});

Deno.test("within() lets an answer that comes too late come to nothing", async () => {
  const answers = new Answers(WAIT_MS);
  const { promise, reject } = Promise.withResolvers<void>();
  await patience(answers.within(promise));
  reject(new Error("nobody waits for this"));
  await assert.rejects(promise);
});

import assert from "node:assert/strict";
import { until } from "./until.ts";

Deno.test("until() answers the first thing that is one, 0 and empty text among them", async () => {
  for (const found of [0, "", { a: 1 }]) {
    const answers = [undefined, null, false, found];
    assert.equal(await until("it", () => answers.shift()), found);
  }
});

Deno.test("until() says what it waited for, and passes on what a check throws", async () => {
  await assert.rejects(until("the moon", () => false, 20), /in vain for the moon/);
  await assert.rejects(until("it", () => Promise.reject(new Error("broken"))), /broken/);
});

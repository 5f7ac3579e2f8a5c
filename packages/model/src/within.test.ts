import assert from "node:assert/strict";
import { within } from "./within.ts";

Deno.test("within() resolves with the task's result, and leaves no timer behind", async () => {
  assert.equal(await within(3_600_000, Promise.resolve("done")), "done");
});

Deno.test("within() resolves with undefined when the time is over", async () => {
  assert.equal(await within(1, new Promise(() => {})), undefined);
});

Deno.test("within() rejects as the task does", async () => {
  await assert.rejects(within(3_600_000, Promise.reject(new Error("no"))), { message: "no" });
});

Deno.test("within() ignores a task that rejects too late", async () => {
  const task = Promise.withResolvers<void>();
  assert.equal(await within(1, task.promise), undefined);
  task.reject(new Error("late"));
});

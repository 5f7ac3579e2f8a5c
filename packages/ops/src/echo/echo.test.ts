import assert from "node:assert/strict";
import { hostFamily } from "../registry.ts";
import { openLoopback, refusalOf } from "../testing/loopback.ts";
import { echoGuest } from "./guest.ts";
import { echoHost } from "./host.ts";
import { echoOps } from "./schema.ts";

const ops = new Map(hostFamily("echo", echoOps, echoHost));

Deno.test("echo joins both halves and fills defaults", async () => {
  await using loop = await openLoopback({ ops });
  const echo = echoGuest(loop.caller);
  assert.deepEqual(await echo.say({ text: "hi" }), { said: "hi" });
  assert.deepEqual(await echo.say({ text: "hi", times: 2 }), { said: "hihi" });
});

Deno.test("echo refusal carries code and path, and its stack names the caller's line", async () => {
  await using loop = await openLoopback({ ops });
  const refused = await refusalOf(echoGuest(loop.caller).say({ text: "hi", times: 99 }));
  assert.equal(refused.code, "INVALID_ARGUMENT");
  assert.equal(refused.path, "times");
  assert.match(refused.stack!, /echo\.test\.ts/);
  assert.ok(refused instanceof Error);
});

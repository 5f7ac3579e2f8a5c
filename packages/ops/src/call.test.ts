import assert from "node:assert/strict";
import { createCaller, type OutgoingCall } from "./call.ts";
import { refusalOf } from "./testing/loopback.ts";

Deno.test("createCaller() settles each call with its own reply, in any order", async () => {
  const sent: OutgoingCall[] = [];
  const caller = createCaller((call) => sent.push(call));
  const first = caller.call("a", 1);
  const second = caller.call("b", 2);
  caller.tell("c", 3);
  assert.deepEqual(sent.map(({ name, args }) => [name, args]), [["a", 1], ["b", 2], ["c", 3]]);
  assert.equal(sent[2]!.id, 0);
  assert.equal(caller.waiting, 2);
  caller.settle({ id: sent[1]!.id, ok: "two" });
  caller.settle({ id: sent[0]!.id, ok: "one" });
  assert.deepEqual(await Promise.all([first, second]), ["one", "two"]);
  caller.settle({ id: sent[0]!.id, ok: "again" });
  caller.settle({ id: 99, error: { code: "INTERNAL", message: "stray" } });
  assert.equal(caller.waiting, 0);
});

Deno.test("createCaller() rebuilds an error with code and details, its stack at the caller's line", async () => {
  const sent: OutgoingCall[] = [];
  const caller = createCaller((call) => sent.push(call));
  const call = refusalOf(caller.call("a", {}));
  caller.settle({
    id: sent[0]!.id,
    error: {
      code: "DISCORD_ERROR",
      message: "no",
      status: 400,
      discordCode: 50035,
      fields: { a: 1 },
      path: "p",
      retryAfterMs: 5,
    },
  });
  const error = await call;
  assert.equal(error.name, "ScriptError[DISCORD_ERROR]");
  assert.equal(error.message, "no");
  const { code, status, discordCode, fields, path, retryAfterMs } = error;
  assert.deepEqual([code, status, discordCode, fields, path, retryAfterMs], [
    "DISCORD_ERROR",
    400,
    50035,
    { a: 1 },
    "p",
    5,
  ]);
  assert.match(error.stack!, /^ScriptError\[DISCORD_ERROR\]: no\n.*call\.test\.ts/s);
});

Deno.test("createCaller() rejects a call that cannot be sent", async () => {
  const caller = createCaller(() => {
    throw new Error("frame too large");
  });
  assert.equal((await refusalOf(caller.call("a", {}))).message, "frame too large");
  assert.equal(caller.waiting, 0);
});

import assert from "node:assert/strict";
import { type GuildId, Limits } from "@flora/model";
import type { OpReply } from "../contract.ts";
import { OpCalls } from "./op-calls.ts";
import { RunningDispatches } from "./running-dispatches.ts";

const refused: OpReply = { error: { code: "LIMIT_EXCEEDED", message: "too fast" } };

/** Ops of a guest whose owner answers `reply` to all of them. */
function ops(reply: OpReply, opsPerSecond: number) {
  const limits = Limits.parse({ opsPerSecond });
  const spec = { guildId: "1" as GuildId, generation: 1, limits, secrets: {}, state: {} };
  const host = { op: () => Promise.resolve(reply), unhandled: () => {} };
  const answers: unknown[] = [];
  const calls = new OpCalls(spec, host, (_, frame) => answers.push(JSON.parse(frame)));
  const running = new RunningDispatches();
  return {
    calls,
    async call(times: number) {
      const wanted = answers.length + times;
      for (let id = 1; id <= times; id++) calls.call({ id, name: "kv.get", args: {} }, running);
      while (answers.length < wanted) await null;
    },
  };
}

Deno.test("OpCalls.holdMs() is nothing for calls that are allowed", async () => {
  const { calls, call } = ops({ ok: 1 }, 100);
  await call(8);
  assert.equal(calls.holdMs(), 0);
});

Deno.test("OpCalls.holdMs() grows with the calls that were refused, once for each", async () => {
  const { calls, call } = ops(refused, 100);
  await call(4);
  assert.equal(calls.holdMs(), 10);
  assert.equal(calls.holdMs(), 0);
});

Deno.test("OpCalls.holdMs() is bounded, so that a guest is always heard again soon", async () => {
  const { calls, call } = ops(refused, 1);
  await call(1_000);
  assert.equal(calls.holdMs(), 50);
});

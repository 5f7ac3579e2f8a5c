import assert from "node:assert/strict";
import { z } from "zod";
import { ScriptError } from "@flora/model";
import { hostFamily, type ServedOps } from "./registry.ts";
import { openLoopback, refusalOf } from "./testing/loopback.ts";

/** One op per way to fail; `calls` counts handlers that ran. */
function failingOps() {
  const calls: string[] = [];
  const any = { args: z.object({}), result: z.object({ n: z.number() }) };
  const schemas = { fine: any, code: any, bug: any, wrong: any, denied: any, slow: any };
  let finish = () => {};
  const ops: ServedOps = new Map(hostFamily("t", schemas, {
    fine: () => (calls.push("fine"), { n: 1 }),
    code: () => {
      throw new ScriptError("KV_CONFLICT", "Cannot do it: lost", { status: 1, retryAfterMs: 2 });
    },
    bug: () => {
      throw new TypeError("secret detail /etc/x");
    },
    wrong: () => ({ n: "no" }) as never,
    denied: () => (calls.push("denied"), { n: 1 }),
    slow: () => new Promise((resolve) => finish = () => resolve({ n: 1 })),
  }, {
    authorise: {
      denied: () => {
        throw new ScriptError("SCOPE_FORBIDDEN", "Cannot do it: not yours");
      },
    },
  }));
  return { ops, calls, finish: () => finish() };
}

const request = (name: string, more = {}) => ({ generation: 7, dispatchId: "d1", name, args: {}, ...more });

Deno.test("createServer() judges in order: generation, dispatch, op, arguments, authority, quota", async () => {
  const { ops, calls } = failingOps();
  await using loop = await openLoopback({ ops, limits: { opsPerSecond: 1 } });
  const ask = async (name: string, more = {}) => {
    const reply = await loop.serve(loop.context, request(name, more));
    return "error" in reply ? reply.error.code : "ok";
  };
  assert.equal(await ask("t.fine"), "ok");
  assert.equal(await ask("t.fine"), "LIMIT_EXCEEDED");
  assert.equal(await ask("t.denied"), "SCOPE_FORBIDDEN");
  assert.equal(await ask("t.denied", { args: 1 }), "INVALID_ARGUMENT");
  assert.equal(await ask("t.nothing", { args: 1 }), "INVALID_ARGUMENT");
  assert.equal(await ask("t.nothing", { dispatchId: "gone" }), "DISPATCH_ENDED");
  assert.equal(await ask("t.nothing", { dispatchId: "gone", generation: 6 }), "DISPATCH_ENDED");
  assert.equal(await ask("t.fine", { generation: 8 }), "DISPATCH_ENDED");
  assert.deepEqual(calls, ["fine"]);
});

Deno.test("createServer() serves a call from the top level, which has no dispatch", async () => {
  const { ops } = failingOps();
  await using loop = await openLoopback({ ops });
  const reply = await loop.serve(loop.context, { generation: 7, name: "t.fine", args: {} });
  assert.deepEqual(reply, { ok: { n: 1 } });
});

Deno.test("createServer() answers codes as they are and hides everything else", async () => {
  const { ops } = failingOps();
  await using loop = await openLoopback({ ops });
  assert.deepEqual(await loop.serve(loop.context, request("t.code")), {
    error: { code: "KV_CONFLICT", message: "Cannot do it: lost", status: 1, retryAfterMs: 2 },
  });
  for (const name of ["t.bug", "t.wrong"]) {
    const reply = await loop.serve(loop.context, request(name));
    assert.deepEqual(reply, { error: { code: "INTERNAL", message: `Cannot run ${name}: flora failed` } });
  }
  assert.deepEqual(loop.problems.map((problem) => problem.op), ["t.bug", "t.wrong"]);
  assert.match(String(loop.problems[0]!.error), /secret detail/);
});

Deno.test("createServer() gives a slot back however a call ends", async () => {
  const { ops, finish } = failingOps();
  await using loop = await openLoopback({ ops, limits: { opsInFlight: 1, opsPerSecond: 1000 } });
  for (const name of ["t.code", "t.bug", "t.wrong", "t.fine"]) await loop.serve(loop.context, request(name));
  const slow = loop.serve(loop.context, request("t.slow"));
  const second = await loop.serve(loop.context, request("t.fine"));
  assert.equal("error" in second && second.error.code, "LIMIT_EXCEEDED");
  finish();
  assert.deepEqual(await slow, { ok: { n: 1 } });
  assert.deepEqual(await loop.serve(loop.context, request("t.fine")), { ok: { n: 1 } });
});

Deno.test("createServer() survives deep, wide and prototype-minded arguments", async () => {
  await using loop = await openLoopback();
  const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  const hostile: unknown[] = [
    nested(100),
    nested(100_000),
    { store: "s", key: "k", value: "v", metadata: nested(5_000) },
    Array(60_000).fill(0),
    {
      store: "s",
      key: "k",
      value: "v",
      metadata: Object.fromEntries(Array(60_000).fill(0).map((_, i) => [i, i])),
    },
    JSON.parse('{"__proto__":{"store":"s"},"store":"s","key":"k","value":"v"}'),
    JSON.parse('{"store":"s","key":"k","value":"v","metadata":{"a":[{"__proto__":{"polluted":true}}]}}'),
    null,
    undefined,
    "text",
    7,
    [],
  ];
  for (const args of hostile) {
    const reply = await loop.serve(loop.context, request("kv.set", { args }));
    assert.equal("error" in reply && reply.error.code, "INVALID_ARGUMENT");
  }
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  const fine = JSON.parse(
    '{"store":"s","key":"constructor","value":"v","metadata":{"constructor":{"prototype":1}}}',
  );
  assert.ok("ok" in await loop.serve(loop.context, request("kv.set", { args: fine })));
  assert.deepEqual((await loop.guest.kv.get({ store: "s", key: "constructor" })).metadata, {
    constructor: { prototype: 1 },
  });
});

Deno.test("createServer() names no op by an inherited key and repeats nothing unprintable", async () => {
  await using loop = await openLoopback();
  for (
    const name of ["__proto__", "constructor", "toString", "kv", "kv.", "kv.get\n\u001b[31m", "x".repeat(64)]
  ) {
    const reply = await loop.serve(loop.context, request(name));
    assert.ok("error" in reply);
    assert.equal(reply.error.code, "INVALID_ARGUMENT");
    assert.match(reply.error.message, /^[\x20-\x7e]+$/);
  }
});

Deno.test("createServer() ends only the calls of an ended dispatch; its log lines still count", async () => {
  await using loop = await openLoopback();
  loop.running.delete("d1");
  assert.equal((await refusalOf(loop.guest.kv.get({ store: "s", key: "k" }))).code, "DISPATCH_ENDED");
  loop.guest.log.write({ level: "info", message: "after" });
  await loop.settled();
  assert.deepEqual(loop.lines.map((line) => line.message), ["after"]);
});

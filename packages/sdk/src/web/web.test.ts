import assert from "node:assert/strict";
import fc from "fast-check";
import { message, TestGuest } from "../testing/guest.ts";
import { Headers } from "./headers.ts";
import { format } from "./console.ts";
import { inspect } from "./inspect.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** What an expression comes to inside a guest, as JSON. */
function inGuest(expression: string): unknown {
  const guest = TestGuest.load(
    `on("messageCreate", async () => console.log(JSON.stringify(await (${expression}))));`,
  );
  guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.said.at(-1)!.t, "done", JSON.stringify(guest.said.at(-1)));
  return JSON.parse(guest.logged[0]!.message);
}

Deno.test("encodeUtf8() and decodeUtf8() agree with the platform on any text and any bytes", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.deepEqual(encodeUtf8(text), new TextEncoder().encode(text));
  }));
  const broken = fc.array(
    fc.constantFrom(0x00, 0x41, 0x80, 0xbf, 0xc1, 0xc3, 0xe0, 0xe2, 0xed, 0xa0, 0xf0, 0xf4, 0x90, 0xff),
  );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), broken), (input) => {
      const bytes = new Uint8Array(input);
      assert.equal(decodeUtf8(bytes).text, new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("TextDecoder takes text in pieces", () => {
  assert.deepEqual(
    inGuest(`(() => { const d = new TextDecoder(); const all = new TextEncoder().encode("a€😀");
      return [...all].map((byte) => d.decode(new Uint8Array([byte]), { stream: true })).join("") + d.decode(); })()`),
    "a€😀",
  );
  assert.equal(
    inGuest(
      `(() => { try { new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255])); } catch (e) { return e.name; } })()`,
    ),
    "TypeError",
  );
});

Deno.test("URL and URLSearchParams are the web's", () => {
  assert.deepEqual(
    inGuest(`[new URL("../b?x=1#y", "https://Ex%41mple.com:443/a/c").href, new URL("https://bücher.de").host,
    String(new URLSearchParams({ q: "a b&c" })), URL.canParse("nope")]`),
    [
      "https://example.com/b?x=1#y",
      "xn--bcher-kva.de",
      "q=a+b%26c",
      false,
    ],
  );
});

Deno.test("structuredClone copies what JSON cannot, and refuses functions", () => {
  assert.deepEqual(
    inGuest(
      `(() => { const a = { m: new Map([[1, new Set([2])]]), d: new Date(0) }; a.self = a; const b = structuredClone(a);
    let refused; try { structuredClone({ f() {} }); } catch (e) { refused = e.name; }
    return [b !== a, b.self === b, [...b.m.get(1)], b.d.getTime(), refused]; })()`,
    ),
    [true, true, [2], 0, "DataCloneError"],
  );
});

Deno.test("crypto draws different bytes each time, and version 4 UUIDs", () => {
  const [uuid, other, bytes] = inGuest(
    `[crypto.randomUUID(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint8Array(64))]]`,
  ) as [string, string, number[]];
  assert.match(uuid, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.notEqual(uuid, other);
  assert.ok(new Set(bytes).size > 30);
});

Deno.test("AbortSignal.any, timeout and abort carry their reasons", async () => {
  const guest = TestGuest.load(`
    const any = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(1)]);
    any.onabort = () => console.log(any.reason.name, AbortSignal.abort().reason.name);
  `);
  await guest.wake();
  assert.equal(guest.logged[0]!.message, "TimeoutError AbortError");
});

Deno.test("fetch sends method, headers and body, and reads the answer", () => {
  const script = `on("messageCreate", async () => {
    const answer = await fetch("https://a.example/x?y", { method: "post", headers: { "X-A": "1" }, body: new URLSearchParams({ a: "1" }) });
    console.log(answer.status, answer.ok, answer.headers.get("content-type"), (await answer.json()).n, answer.bodyUsed, answer.url);
    await answer.text().catch((error) => console.log(error.name));
  });`;
  const guest = TestGuest.load(script, () => ({
    ok: {
      status: 201,
      statusText: "Created",
      url: "https://a.example/x?y",
      redirected: false,
      headers: [["content-type", "application/json"]],
      bodyBase64: btoa(`{"n":7}`),
      more: false,
    },
  }));
  guest.dispatch("messageCreate", message("hi"));
  const { id, ...args } = guest.ops[0]!.args as { id: string };
  assert.match(id, /^[\da-f-]{36}$/);
  assert.deepEqual(args, {
    url: "https://a.example/x?y",
    method: "POST",
    redirect: "follow",
    headers: [["content-type", "application/x-www-form-urlencoded;charset=UTF-8"], ["x-a", "1"]],
    bodyBase64: btoa("a=1"),
  });
  assert.deepEqual(guest.logged.map(({ message }) => message), [
    "201 true application/json 7 true https://a.example/x?y",
    "TypeError",
  ]);
});

Deno.test("fetch rejects with the reason of its signal, aborted at once or while the host works", () => {
  for (const turns of [0, 10]) {
    const guest = TestGuest.load(
      `on("messageCreate", async () => {
        const control = new AbortController();
        const work = fetch("https://a.example", { signal: control.signal });
        for (let turn = 0; turn < ${turns}; turn++) await null;
        control.abort();
        await work.catch((error) => console.log(error.name));
      });`,
      () => undefined,
    );
    guest.dispatch("messageCreate", message("hi"));
    assert.deepEqual(guest.logged.map(({ message }) => message), ["AbortError"]);
    const names = guest.ops.map(({ name }) => name);
    assert.deepEqual(names, turns === 0 ? [] : ["http.fetch", "http.cancel"]);
    assert.equal(new Set(guest.ops.map(({ args }) => (args as { id: string }).id)).size, turns === 0 ? 0 : 1);
  }
});

Deno.test("Headers refuse names and values that could end a line", () => {
  const headers = new Headers({ A: " x " });
  headers.append("a", "y");
  assert.deepEqual([...headers], [["a", "x, y"]]);
  assert.throws(() => headers.set("a b", "1"), TypeError);
  assert.throws(() => headers.set("a", "1\r\nx: 2"), TypeError);
});

Deno.test("inspect() shows structures, and what cannot be shown", () => {
  const circular: Record<string, unknown> = { list: [1, "a"], map: new Map([["k", new Set([1n])]]) };
  circular.self = circular;
  assert.equal(
    inspect(circular),
    `{ list: [1, "a"], map: Map(1) { "k" => Set(1) { 1n } }, self: [Circular] }`,
  );
  assert.equal(inspect({ a: { b: { c: { d: { e: 1 } } } } }), "{ a: { b: { c: { d: [Object] } } } }");
  assert.match(
    inspect({
      get boom() {
        throw new Error("no");
      },
    }),
    /cannot be shown: no/,
  );
  assert.match(inspect(new Error("bad", { cause: "why" })), /Error: bad[^]*cause: "why"/);
});

Deno.test("inspect() and format() throw nothing and come to an end, whatever they are given", () => {
  const broken = () => {
    throw {
      get message() {
        throw new Error("no");
      },
    };
  };
  const unnamed = Object.defineProperty(() => {}, "name", { get: broken });
  assert.match(inspect(unnamed), /^\[function that cannot be shown: .*\]$/);
  assert.match(inspect(new Proxy({}, { get: broken })), /^\[object that cannot be shown: .*\]$/);
  assert.equal(format(["%d %i", Symbol("x"), { valueOf: broken }]), "NaN NaN");
  let wide: unknown = 1;
  for (let depth = 0; depth < 8; depth++) wide = new Array(1_000).fill(wide);
  assert.ok(inspect(wide).length < 100_000);
});

Deno.test("a script finds nothing of the host among its globals", () => {
  assert.deepEqual(
    inGuest(
      `["Deno", "process", "require", "module", "SharedArrayBuffer", "WebAssembly", "Worker", "__flora", "navigator"]
      .filter((name) => typeof globalThis[name] !== "undefined")`,
    ),
    [],
  );
});

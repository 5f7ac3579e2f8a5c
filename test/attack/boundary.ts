/** @module What crosses the edge of the script's realm in a shape nobody expects: it unfolds, it changes at every look, or it runs code when it is looked at. */
import { type Attack, inCategory } from "./contract.ts";
import { probe } from "./probe.ts";
import { onGo } from "./scripts.ts";

type Boundary = Omit<Attack, "category">;

/** A few objects in memory, more than there are atoms as text. */
const UNFOLDING =
  `let unfolding = {}; for (let i = 0; i < 300; i++) unfolding = { a: unfolding, b: unfolding };`;
/** More places than any limit on a list, and nothing in them. */
const SPARSE = `const sparse = []; sparse[2 ** 32 - 2] = 1;`;

/** Whatever it throws is told to the owner, and the guest lives on. */
const thrown = (name: string, body: string, told: RegExp, go = "threw"): Boundary => ({
  name,
  stage: "patient",
  script: onGo(body),
  must: { go, again: "ok", told },
});

/** Nothing ends it but its own limits: it is written inside the guest. */
const devours = (name: string, body: string): Boundary => ({
  name,
  stage: "metered",
  script: onGo(body),
  must: { go: ["lost: cpu-limit", "lost: memory-limit"], again: "ok" },
  embedded: { cannot: "turns of a thread keep a timeout of their own, which endless loops show" },
});

/** It comes to an end at once, whatever it looks like. */
const bounded = (name: string, body: string, setUp = ""): Boundary => ({
  name,
  stage: "patient",
  script: onGo(`${body}\nawait note("done", true);`, setUp),
  must: { notes: { done: true }, again: "ok" },
});

export const boundary = inCategory("boundary", [
  thrown(
    "an error whose causes go in a circle",
    `const a = new Error("outer"), b = new Error("inner", { cause: a }); a.cause = b; console.error(a); throw a;`,
    /outer/,
    "threw: outer",
  ),
  thrown(
    "an aggregate error that holds itself and a hundred thousand others",
    `const all = new AggregateError(new Array(1e5).fill(new Error("one")), "many"); all.errors.push(all); console.error(all); throw all;`,
    /many/,
    "threw: many",
  ),
  thrown(
    "an error whose message and stack are twenty million characters",
    `throw Object.assign(new Error("x".repeat(2e7)), { stack: "y".repeat(2e7) });`,
    /^x{1000}/,
  ),
  thrown(
    "an error whose message, stack, name and cause are no text",
    `const odd = { toString() { throw odd; }, get message() { throw odd; }, get stack() { throw odd; }, get name() { throw odd; } };
    console.error(odd, Object.assign(new Error("x"), { message: odd, stack: odd, name: odd, cause: odd }));
    throw Object.assign(new Error("x"), { message: odd, stack: odd, name: odd, cause: odd });`,
    /something that cannot be shown was thrown/,
    "threw: something that cannot be shown was thrown",
  ),
  thrown(
    "an error that is another at every look",
    `let looks = 0; const error = new Error("x");
    Object.defineProperties(error, { message: { get: () => "look " + ++looks }, stack: { get: () => "Error: look " + ++looks } });
    throw error;`,
    /look 1/,
    "threw: look 1",
  ),
  thrown(
    "an error that calls ops while it is told",
    `throw Object.defineProperty(new Error("told"), "stack", {
      get() { kv.store("a").set("k", "v").catch(() => {}); Promise.reject(new Error("from a getter")); return "Error: told"; },
    });`,
    /from a getter/,
    "threw: told",
  ),
  thrown(
    "stackTraceLimit that throws, and endless",
    `const deep = (n) => n > 0 ? deep(n - 1) : new Error("deep").stack;
    Error.stackTraceLimit = Infinity; deep(5000);
    Object.defineProperty(Error, "stackTraceLimit", { configurable: true, get() { throw 1; } });
    throw new RangeError("still told");`,
    /still told/,
    "threw: still told",
  ),
  thrown(
    "captureStackTrace on all that the SDK stands on",
    `for (const one of [Object.prototype, Array.prototype, Promise.prototype, Error.prototype, Function.prototype, globalThis]) Error.captureStackTrace(one);
    console.log({}, []); await kv.store("a").set("k", "v", { metadata: {} });
    throw new RangeError("still told");`,
    /still told/,
    "threw: still told",
  ),
  {
    name: "the language broken before anything is registered",
    stage: "patient",
    script: onGo(
      `throw new RangeError("still told");`,
      `const broken = () => { throw "broken"; };
      JSON.stringify = () => "junk"; Promise.prototype.then = () => {}; Function.prototype.call = Function.prototype.apply = broken;
      for (const { prototype } of [Map, Set, Array]) for (const name of ["get", "set", "has", "add", "push", "map", "forEach"]) if (name in prototype) prototype[name] = broken;`,
    ),
    must: { refused: /Cannot load script: broken/ },
  },
  {
    name: "handlers of the script's own for rejections and errors hear nothing",
    stage: "patient",
    script: onGo(`
      const heard = () => { win("heard", 1); return true; };
      for (const name of ["onunhandledrejection", "onerror", "onrejectionhandled", "reportError"]) globalThis[name] = heard;
      Promise.reject(new Error("still told"));`),
    must: { again: "ok", told: /Unhandled rejection: Error: still told/ },
  },
  {
    name: "a rejection of a promise of the script's own kind is told",
    stage: "patient",
    script: onGo(`(class Own extends Promise {}).reject(new Error("of its own kind"));`),
    must: { again: "ok", told: /Unhandled rejection: Error: of its own kind/ },
  },
  devours(
    "an argument that unfolds",
    `${UNFOLDING} await kv.store("a").set("k", "v", { metadata: unfolding });`,
  ),
  devours("a thrown object that unfolds", `${UNFOLDING} throw unfolding;`),
  devours(
    "a sparse list as an argument",
    `${SPARSE} for (;;) await kv.store("a").set("k", "v", { metadata: sparse }).catch(() => {});`,
  ),
  {
    name: "a registration that unfolds",
    stage: "deadlines",
    script:
      `${UNFOLDING} slash({ name: "a", description: "b", options: [unfolding], run() {} }); on("messageCreate", () => {}); state("a", unfolding);`,
    must: { refused: /./ },
    embedded: { cannot: "only the turn's limit stops a thread, and this stage has none" },
  },
  bounded(
    "a log line that unfolds",
    `${UNFOLDING} console.log(unfolding); console.log("%o %s %j %d", unfolding, unfolding, unfolding, unfolding);`,
  ),
  bounded(
    "a log line of lists in lists",
    `let wide = [1]; for (let i = 0; i < 8; i++) wide = new Array(1000).fill(wide); console.log(wide);`,
  ),
  bounded("a log line of a sparse list", `${SPARSE} console.log(sparse); console.dir(sparse);`),
  bounded(
    "log lines that throw while they are written",
    `const broken = () => { throw { get message() { throw 1; } }; };
    const named = Object.defineProperty(() => {}, "name", { get: broken });
    const trap = new Proxy({}, Object.fromEntries(["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"].map((name) => [name, broken])));
    console.log(named, trap, { named, trap }, new Proxy(() => {}, { get: broken }));
    console.log("%d %i %f %s %o %j", Symbol("x"), { valueOf: broken }, 1n, named, trap, trap);
    console.assert(false, trap); console.trace(trap); console.dir(trap);`,
  ),
  bounded(
    "a copy of what unfolds",
    `${UNFOLDING} const copy = structuredClone(unfolding); if (copy.a !== copy.b) await win("unfolded", 1);`,
  ),
  bounded(
    "bytes that lie about how many they are",
    `class Liar extends Uint8Array {
      get length() { return 2 ** 31; } get byteLength() { return 2 ** 31; } get byteOffset() { return -1; }
      slice() { return this; } subarray() { return this; }
      static get [Symbol.species]() { return function () { return new Uint8Array(0); }; }
    }
    const bytes = new Liar(8);
    for (const use of [
      () => crypto.subtle.digest("SHA-256", bytes), () => new Blob([bytes]).arrayBuffer(), () => new TextDecoder().decode(bytes),
      () => fetch("http://192.0.2.1/", { method: "POST", body: bytes }), () => crypto.getRandomValues(bytes),
      () => ctx.reply({ content: 5, attachments: [{ name: "a", data: bytes }] }),
    ]) try { await use(); } catch {}`,
  ),
  bounded(
    "bytes that shrink while they are read",
    `const buffer = new ArrayBuffer(4096, { maxByteLength: 8192 }), bytes = new Uint8Array(buffer);
    const reads = [crypto.subtle.digest("SHA-256", bytes), new Blob([bytes]).text(), new Response(bytes).arrayBuffer()];
    buffer.resize(0);
    await Promise.allSettled(reads);
    const gone = new Uint8Array(64); gone.buffer.transfer();
    for (const use of [() => new TextDecoder().decode(gone), () => crypto.subtle.digest("SHA-1", gone), () => new Blob([gone])]) try { await use(); } catch {}`,
  ),
  {
    name: "an address that is another at every look",
    stage: "patient",
    asksDiscord: true,
    script: ({ neighbour }) =>
      onGo(`
        const own = ctx.msg.channelId;
        for (let from = 0; from < 8; from++) {
          let looks = from;
          const look = () => looks++ % 2 ? "${neighbour.channelId}" : own;
          const calls = [
            { get channelId() { return look(); }, content: "x" },
            { channelId: { toString: look, toJSON: look }, content: "x" },
            { channelId: { [Symbol.toPrimitive]: look }, content: "x" },
            new Proxy({ channelId: own, content: "x" }, { get: (target, key) => key === "channelId" ? look() : target[key] }),
          ];
          for (const call of calls) await rest.sendMessage(call).catch(() => {});
        }
        await note("done", true);`),
    must: { notes: { done: true }, again: "ok" },
  },
  probe("a store that is another at every look is nobody else's", ({ neighbour }) => ({
    store:
      `(() => { let n = 0; return kv.store({ toString: () => n++ ? "vault" : "a", toJSON: () => "vault" }).get("key"); })()`,
    key: `kv.store("vault").get({ toString: () => "key", toJSON: () => "${neighbour.guildId}/vault/key" })`,
    proxy:
      `kv.store(new Proxy(String, { get: (_, key) => key === Symbol.toPrimitive ? () => "vault" : undefined })).get("key")`,
    "array": `kv.store(["vault"]).get(["key"])`,
  })),
]);

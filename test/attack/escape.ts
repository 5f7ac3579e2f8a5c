/** @module Ways out of the context a script runs in. */
import { inCategory } from "./contract.ts";
import { probe } from "./probe.ts";
import { onGo } from "./scripts.ts";

/** Whether a value was made in another realm than the script's. */
const FOREIGN = `
const foreign = (value) => {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  for (let o = value, n = 0; o !== null && n < 20; o = Reflect.getPrototypeOf(o), n++) {
    const own = Reflect.getOwnPropertyDescriptor(o, "constructor")?.value;
    if (typeof own === "function" && Reflect.getPrototypeOf(own) !== Function.prototype &&
      !(Reflect.getPrototypeOf(own) instanceof Function)) return true;
    if (typeof o === "function" && o !== Function.prototype && !(o instanceof Function)) return true;
  }
  return typeof value === "object" && Reflect.getPrototypeOf(value) !== null && !(value instanceof Object);
};`;

export const escapes = inCategory("escape", [
  probe("eval and Function compile nothing", {
    eval: `eval("typeof globalThis")`,
    "indirect eval": `(0, eval)("typeof globalThis")`,
    Function: `Function("return typeof globalThis")()`,
    "new Function": `new Function("return this")()`,
    "Reflect.construct": `Reflect.construct(Function, ["return this"])()`,
    "bound Function": `Function.bind(null, "return this")()()`,
    "timer with text": `setTimeout("globalThis.hit = 1", 0)`,
  }),
  probe("constructors of async and generator functions compile nothing", {
    async: `(async () => {}).constructor("return 1")()`,
    generator: `(function* () {}).constructor("yield 1")().next().value`,
    "async generator": `(async function* () {}).constructor("yield 1")().next()`,
    "prototype of async": `Object.getPrototypeOf(async () => {}).constructor("return 1")()`,
    "subclass of Function": `new (class extends Function {})("return this")()`,
  }),
  probe(
    "no value a script is given leads to another realm",
    {
      context: `foreign(ctx)`,
      message: `foreign(ctx.msg) || foreign(ctx.raw) || foreign(ctx.msg.author)`,
      functions: `[ctx.reply, on, fetch, setTimeout, kv.store, console.log, queueMicrotask].some(foreign)`,
      "an op's promise": `foreign(kv.store("a").get("k"))`,
      "an op's answer": `foreign(await kv.store("a").getWithMetadata("k"))`,
      "an op's error": `kv.store("a/b").get("k").then(() => 0, foreign)`,
      signal: `foreign(ctx.signal) || foreign(ctx.signal.constructor)`,
      classes: `[URL, Request, Response, Headers, TextEncoder, AbortController, DOMException].some(foreign)`,
      "constructor of constructor":
        `ctx.constructor.constructor !== Function || !(ctx.reply.constructor instanceof Function)`,
    },
    { setUp: FOREIGN },
  ),
  probe(
    "nothing that can be reached from a global is of another realm",
    {
      walk: `(() => {
        const seen = new Set(), found = [];
        const walk = (value, path, depth) => {
          if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 5) return;
          seen.add(value);
          if (foreign(value)) found.push(path);
          for (const key of Reflect.ownKeys(value)) {
            const slot = Reflect.getOwnPropertyDescriptor(value, key);
            for (const part of [slot.value, slot.get, slot.set]) walk(part, path + "." + String(key), depth + 1);
          }
          walk(Reflect.getPrototypeOf(value), path + ".__proto__", depth + 1);
        };
        walk(globalThis, "globalThis", 0);
        walk(ctx, "ctx", 0);
        return found.join(" ");
      })()`,
    },
    { setUp: FOREIGN },
  ),
  probe("import() brings nothing", {
    "node module": `import("node:fs")`,
    "a file": `import("file:///etc/passwd", { with: { type: "text" } })`,
    "a path": `import("/etc/passwd")`,
    "data URL": `import("data:text/javascript,export default 1")`,
    "remote": `import("https://deno.land/std/version.ts")`,
    "npm": `import("npm:zod")`,
    "the SDK": `import("@flora/sdk")`,
    "computed": `import(["node", "process"].join(":"))`,
    "object with toString": `import({ toString() { return "node:vm"; } })`,
  }),
  probe("the error of import() is of the script's realm", {
    constructor: `import("node:fs").then(() => 1, (e) => e.constructor !== TypeError)`,
    function: `import("node:fs").then(() => 1, (e) => e.constructor.constructor !== Function)`,
    "with getter": `import({ get toString() { throw 1; } }).then(() => 1, (e) => e !== 1)`,
  }),
  {
    name: "import.meta is no way to the runner's address",
    script: `on("messageCreate", () => win("meta", import.meta.url));`,
    must: { refused: /import\.meta/ },
  },
  {
    name: "a static import is no program",
    script: `}; import fs from "node:fs"; {`,
    must: { refused: /Cannot load script/ },
  },
  probe("Error.prepareStackTrace never sees a call site", {
    assigned:
      `(() => { let seen; try { Error.prepareStackTrace = (_, sites) => { seen = sites; }; } catch {} void new Error("x").stack; return seen; })()`,
    defined:
      `(() => { let seen; try { Object.defineProperty(Error, "prepareStackTrace", { value: (_, s) => { seen = s; } }); } catch {} void new Error("x").stack; return seen; })()`,
    inherited:
      `(() => { let seen; Object.prototype.prepareStackTrace = Function.prototype.prepareStackTrace = (_, s) => { seen = s; }; void new Error("x").stack; delete Object.prototype.prepareStackTrace; delete Function.prototype.prepareStackTrace; return seen; })()`,
    subclass:
      `(() => { let seen; class E extends Error { static prepareStackTrace(_, s) { seen = s; } } void new E("x").stack; return seen; })()`,
    "other errors":
      `(() => { let seen; TypeError.prepareStackTrace = (_, s) => { seen = s; }; try { null.x; } catch (e) { void e.stack; } return seen; })()`,
    captured:
      `(() => { let seen; const o = {}; try { Error.prepareStackTrace = (_, s) => { seen = s; }; } catch {} Error.captureStackTrace(o); void o.stack; return seen; })()`,
    "replaced Error":
      `(() => { let seen; const old = Error; globalThis.Error = function () {}; globalThis.Error.prepareStackTrace = (_, s) => { seen = s; }; try { null.x; } catch (e) { void e.stack; } globalThis.Error = old; return seen; })()`,
    "defined Error":
      `(() => { let seen; try { Object.defineProperty(globalThis, "Error", { get: () => ({ prepareStackTrace: (_, s) => { seen = s; } }) }); } catch {} try { null.x; } catch (e) { void e.stack; } return seen; })()`,
    "a call site's constructor":
      `(() => { let sites; const old = Error; try { globalThis.Error = { prepareStackTrace: (_, s) => { sites = s; } }; } catch {} try { null.x; } catch (e) { void e.stack; } try { globalThis.Error = old; } catch {} return sites[0].constructor.constructor("return typeof Deno")(); })()`,
  }),
  probe("stacks name no file of the host", {
    "very deep":
      `(() => { Error.stackTraceLimit = Infinity; const { stack } = new Error("x"); Error.stackTraceLimit = 10; return /file:|\\/(?:root|home|work|usr|tmp|var)\\//.test(stack) && stack; })()`,
    "of import()":
      `import("node:fs").catch((e) => /file:|\\/(?:root|home|work|usr|tmp|var)\\//.test(e.stack) && e.stack)`,
    "of an op":
      `kv.store("a/b").get("k").catch((e) => /file:|\\/(?:root|home|work|usr|tmp|var)\\//.test(e.stack + e.message) && e.stack)`,
  }),
  probe("errors that the engine makes are of the script's realm", {
    "stack overflow":
      `(() => { const f = () => f(); try { f(); } catch (e) { return e.constructor !== RangeError || e.constructor.constructor !== Function; } })()`,
    "overflow in a callback":
      `(() => { const f = () => [1].map(f); try { f(); } catch (e) { return e.constructor !== RangeError; } })()`,
    "overflow in JSON":
      `(() => { const o = {}; let p = o; for (let i = 0; i < 100000; i++) p = p.o = {}; try { JSON.stringify(o); } catch (e) { return e.constructor !== RangeError; } })()`,
    "overflow in an op":
      `(async () => { const f = () => kv.store("a").set("k", f()); try { await f(); } catch (e) { return e.constructor !== RangeError; } })()`,
    "invalid array":
      `(() => { try { new Array(-1); } catch (e) { return e.constructor !== RangeError; } })()`,
    "null access": `(() => { try { null.x; } catch (e) { return e.constructor !== TypeError; } })()`,
    "no code from text":
      `(() => { try { Function("1"); } catch (e) { return e.constructor !== EvalError; } })()`,
    "bad regular expression":
      `(() => { try { new RegExp("["); } catch (e) { return e.constructor !== SyntaxError; } })()`,
  }),
  probe("callers and arguments of the host cannot be had", {
    caller:
      `(() => { function look() { let out = 0; for (let f = look.caller, n = 0; f && n < 30; f = f.caller, n++) if (!(f instanceof Function)) out++; return out; } return look(); })()`,
    callee: `(function () { try { return !(arguments.callee.caller instanceof Function); } catch {} })()`,
    "in toJSON":
      `(async () => { let seen = 0; await kv.store("a").set("k", "v", { metadata: { toJSON: function f() { try { seen = f.caller !== null && !(f.caller instanceof Function); } catch {} return 1; } } }); return seen; })()`,
    "in toString":
      `(() => { let seen = 0; console.log({ toString: function f() { try { seen = f.caller && !(f.caller instanceof Function); } catch {} return ""; } }); return seen; })()`,
    "Function.prototype.caller": `Function.prototype.caller`,
  }),
  {
    name: "a thrown proxy meets nobody of another realm",
    script: onGo(
      `const seen = [];
      const traps = Object.fromEntries(Reflect.ownKeys(Reflect).filter((k) => typeof k === "string").map((trap) =>
        [trap, (...args) => { if (args.some((a) => foreign(a) && a !== target)) win("trap " + trap, trap); return Reflect[trap](...args); }]));
      const target = new Error("x");
      throw new Proxy(target, traps);`,
      FOREIGN,
    ),
    must: { go: "threw", again: "ok" },
  },
  {
    name: "a rejection of a proxy meets nobody of another realm",
    script: onGo(
      `const target = () => {};
      const traps = Object.fromEntries(Reflect.ownKeys(Reflect).filter((k) => typeof k === "string").map((trap) =>
        [trap, (...args) => { if (args.some((a) => a !== target && foreign(a))) win("trap " + trap, trap); return Reflect[trap](...args); }]));
      Promise.reject(new Proxy(target, traps));`,
      FOREIGN,
    ),
    must: { again: "ok" },
  },
  probe(
    "thenables are called with functions of the script's realm",
    {
      "awaited":
        `(async () => { let got; await { then(a, b) { got = foreign(a) || foreign(b); a(); } }; return got; })()`,
      "resolved with":
        `new Promise((done) => Promise.resolve({ then(a, b) { a(); done(foreign(a) || foreign(b) || foreign(this)); } }))`,
      "given to an op":
        `(async () => { let got; await kv.store("a").set("k", { then(a) { got = true; a("v"); } }).catch(() => {}); return got; })()`,
      "as a reply":
        `(async () => { let got; await ctx.reply({ then(a) { got = true; a("v"); } }).catch(() => {}); return got; })()`,
    },
    { setUp: FOREIGN },
  ),
  {
    name: "a handler's thenable is settled inside the script's realm",
    script: `${FOREIGN}
      on("messageCreate", () => ({ then(a, b) { if (foreign(a) || foreign(b)) win("resolver", a); a(); } }));`,
    must: { again: "ok" },
  },
  {
    name: "a top level that returns a thenable is settled inside the script's realm",
    script:
      `${FOREIGN} on("messageCreate", () => {}); return { then(a, b) { if (foreign(a) || foreign(b)) win("resolver", a); a(); } };`,
    must: { again: "ok" },
  },
  probe(
    "Symbol.species and subclasses of Promise catch no resolver of the host",
    {
      species:
        `(async () => { let out = 0; class P extends Promise { constructor(run) { super((a, b) => { if (foreign(a) || foreign(b) || foreign(run)) out++; run(a, b); }); } static get [Symbol.species]() { return P; } }
        await P.resolve(1).then(() => kv.store("a").get("k")); return out; })()`,
      "constructor of Promise.prototype":
        `(async () => { const old = Promise.prototype.constructor; let out = 0; Promise.prototype.constructor = class extends old { constructor(run) { super(run); if (foreign(run)) out++; } }; await kv.store("a").get("k"); Promise.prototype.constructor = old; return out; })()`,
      "array species":
        `(() => { let out = 0; const old = Array[Symbol.species]; Object.defineProperty(Array, Symbol.species, { configurable: true, get() { return function (n) { if (foreign(this)) out++; return []; }; } }); console.log([1].map(String)); Object.defineProperty(Array, Symbol.species, { configurable: true, get() { return this; } }); return out; })()`,
    },
    { setUp: FOREIGN },
  ),
  probe("the SDK's inside cannot be found", {
    "__flora": `"__flora" in globalThis`,
    "listed names":
      `Reflect.ownKeys(globalThis).filter((k) => String(k).startsWith("$")).some((k) => typeof globalThis[k] === "object" && globalThis[k] !== null)`,
    "names in stacks":
      `(() => { Error.stackTraceLimit = Infinity; const names = new Error().stack.match(/\\$[0-9a-f]{32}/g) ?? []; Error.stackTraceLimit = 10; return names.length; })()`,
    "with":
      `(() => { with (new Proxy({}, { has(_, k) { if (/^\\$[0-9a-f]{32}$/.test(String(k))) win("name", k); return false; } })) { return typeof nothing !== "undefined"; } })()`,
    "unscopables": `Reflect.ownKeys(globalThis).includes(Symbol.unscopables)`,
  }),
  {
    name: "what a rejection is handed over in tells nothing",
    script: onGo(`
      const names = Reflect.ownKeys(globalThis).filter((k) => String(k).startsWith("$"));
      Promise.reject({ toString() {
        for (const name of names) {
          const value = globalThis[name];
          if (typeof value === "object" && value !== null) win("handed over", Reflect.ownKeys(value).join());
        }
        return "x";
      } });
      await note("names", names.length > 0);`),
    must: { notes: { names: false }, again: "ok" },
  },
  {
    name: "a script that closes its wrapper gains nothing",
    script: `on("messageCreate", () => {}); })()\n);
      globalThis.seen = [typeof Deno, typeof process, typeof require, typeof arguments, typeof module].filter((t) => t !== "undefined").join();
      ((async () => { if (globalThis.seen) await win("outside the wrapper", globalThis.seen);`,
    must: { again: "ok" },
  },
  {
    name: "names declared over the SDK's globals fool nobody but the script",
    stage: "deadlines",
    script: `on("messageCreate", () => {}); })()\n) } catch {}
      let Promise = 1, JSON = { parse: () => ({ t: "nothing" }), stringify: () => "junk" }, Array = null, Map = null, Error = null;
      try { ((async () => {`,
    must: { refused: /Cannot load script/ },
  },
  probe("shared memory, WebAssembly and weak references cannot be reached by any path", {
    globals:
      `["SharedArrayBuffer", "Atomics", "WebAssembly", "WeakRef", "FinalizationRegistry", "ShadowRealm", "AsyncFunction"].filter((n) => n in globalThis).join()`,
    "by name in any object": `(() => {
      const wanted = new Set(["SharedArrayBuffer", "WeakRef", "FinalizationRegistry", "Memory", "Module", "Instance"]), seen = new Set(), found = [];
      const walk = (value, depth) => {
        if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 5) return;
        seen.add(value);
        if (typeof value === "function" && wanted.has(value.name)) found.push(value.name);
        for (const key of Reflect.ownKeys(value)) { try { walk(value[key], depth + 1); } catch {} }
        walk(Reflect.getPrototypeOf(value), depth + 1);
      };
      walk(globalThis, 0);
      return found.join();
    })()`,
  }),
  probe("no clock is finer than a tenth of a millisecond", {
    performance: `"performance" in globalThis`,
    "Date":
      `(() => { const seen = new Set(); for (let i = 0; i < 50000; i++) seen.add(Date.now()); return [...seen].some((t) => t % 1 !== 0); })()`,
    "Temporal":
      `(() => { for (let i = 0; i < 1000; i++) if (Temporal.Now.instant().epochNanoseconds % 100000n !== 0n) return true; })()`,
    "Temporal in zones":
      `(() => { for (let i = 0; i < 1000; i++) { const t = Temporal.Now.zonedDateTimeISO(); if (t.microsecond % 100 || t.nanosecond) return true; } })()`,
    "Temporal by parts":
      `(() => { for (let i = 0; i < 1000; i++) { const t = Temporal.Now.plainTimeISO(), d = Temporal.Now.plainDateTimeISO(); if (t.microsecond % 100 || t.nanosecond || d.nanosecond) return true; } })()`,
    "timer events": `(() => { const e = new Event("x"); return e.timeStamp % 1 !== 0 && e.timeStamp; })()`,
  }),
  probe("regular expressions, text and dates of the host hold nothing", {
    "last match": `/\\d{17}/.test(RegExp.lastMatch + RegExp.input + RegExp.leftContext) && RegExp.input`,
    "source of natives":
      `/(?:ext|file|node):/.test([Promise, Map, Error, Error.captureStackTrace].map((f) => Function.prototype.toString.call(f)).join()) && 1`,
    "symbols of the registry": `Symbol.keyFor(Symbol.for("Deno.internal")) !== "Deno.internal"`,
    "private symbols":
      `[Symbol.for("Deno.privateCustomInspect"), Symbol.for("nodejs.util.inspect.custom")].some((s) => s in globalThis)`,
  }),
]);

/** @module Scripts that break the language and the SDK around themselves, and then fail: they may harm nobody but themselves, and are still told of it. */
import { type Attack, inCategory } from "./contract.ts";
import { onGo } from "./scripts.ts";

type Tampering = Omit<Attack, "category">;

const BROKEN = `const broken = () => { throw "broken"; };`;
/** However much is broken, a guest may end in these ways. */
const ends = ["ok", "threw", "timed-out", "lost"];

/** What the handler throws afterwards is still told, word for word. */
const told = (name: string, body: string): Tampering => ({
  name,
  script: onGo(`${BROKEN}\n${body}\nthrow new RangeError("still told");`),
  must: { go: "threw: still told", again: ends, told: /still told/ },
});

/** The guest may be beyond help, but it alone. */
const alone = (name: string, body: string): Tampering => ({
  name,
  script: onGo(`${BROKEN}\n${body}`),
  must: { go: ends, again: ends },
});

const methodsOf = (path: string) =>
  `for (const key of Reflect.ownKeys(${path})) {
    try { if (typeof ${path}[key] === "function" && key !== "constructor") Object.defineProperty(${path}, key, { value: broken }); } catch {}
  }`;

const frameFields = [
  "t",
  "d",
  "id",
  "name",
  "args",
  "message",
  "stack",
  "ok",
  "error",
  "state",
  "manifest",
  "event",
];

export const tampering = inCategory("tampering", [
  told("JSON.stringify writes junk", `JSON.stringify = () => "junk";`),
  told("JSON.stringify forges the end of an event", `JSON.stringify = () => '{"t":"done","d":"event-1"}';`),
  told("JSON.parse answers nothing", `JSON.parse = () => undefined;`),
  told("Promise.prototype.then never calls back", `Promise.prototype.then = () => {};`),
  told(
    "Promise.prototype.then calls twice",
    `const then = Promise.prototype.then; Promise.prototype.then = function (...a) { then.apply(this, a); return then.apply(this, a); };`,
  ),
  told("the global Promise is gone", `globalThis.Promise = undefined;`),
  told(
    "Promise.resolve and Promise.race lie",
    `Promise.resolve = Promise.race = Promise.withResolvers = broken;`,
  ),
  told(
    "Promise.prototype.constructor is another",
    `Object.defineProperty(Promise.prototype, "constructor", { get: () => broken });`,
  ),
  told(
    "Array.prototype.push forges",
    `Array.prototype.push = function () { this[this.length] = "forged"; };`,
  ),
  told("Array.prototype.join forges", `Array.prototype.join = () => '{"t":"done","d":"event-1"}';`),
  told("arrays cannot be iterated", `Array.prototype[Symbol.iterator] = broken;`),
  told(
    "iterators never end",
    `Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ value: 1, done: false });`,
  ),
  told(
    "Array.prototype has a setter for the first element",
    `Object.defineProperty(Array.prototype, 0, { set: broken, get: broken });`,
  ),
  told("Map.prototype is broken", methodsOf("Map.prototype")),
  told("Set.prototype is broken", methodsOf("Set.prototype")),
  told("String.prototype is broken", methodsOf("String.prototype")),
  told(
    "Function.prototype.call and apply are broken",
    `Function.prototype.call = Function.prototype.apply = Function.prototype.bind = broken;`,
  ),
  told("RegExp.prototype is broken", `RegExp.prototype.exec = RegExp.prototype.test = broken;`),
  told(
    "Object's own functions are broken",
    `Object.keys = Object.entries = Object.assign = Object.hasOwn = Object.fromEntries = broken;`,
  ),
  told("Math and Number are broken", `Math.min = Math.max = Math.ceil = broken; Number.isInteger = broken;`),
  told("Object.prototype.toJSON throws", `Object.prototype.toJSON = broken;`),
  told("Object.prototype.toJSON forges", `Object.prototype.toJSON = () => ({ t: "done", d: "event-1" });`),
  told(
    "Object.prototype.then is a getter that throws",
    `Object.defineProperty(Object.prototype, "then", { get: broken, configurable: true });`,
  ),
  told(
    "Object.prototype has setters for every field of a frame",
    `for (const key of ${
      JSON.stringify(frameFields)
    }) Object.defineProperty(Object.prototype, key, { set: broken, get: () => undefined, configurable: true });`,
  ),
  told(
    "Object.prototype has values for every field of a frame",
    `for (const key of ["d", "id", "ok", "path", "state"]) Object.prototype[key] = "forged";`,
  ),
  told("Symbol.toPrimitive of everything loops no host", `Object.prototype[Symbol.toPrimitive] = broken;`),
  told("Reflect is broken", methodsOf("Reflect")),
  told(
    "every global of the SDK is gone",
    `for (const name of ["kv", "console", "on", "secrets", "rest", "fetch", "setTimeout", "URL", "state", "crypto"]) delete globalThis[name];`,
  ),
  told(
    "every global of the SDK is another",
    `for (const name of ["kv", "console", "on", "secrets", "rest", "fetch", "setTimeout", "Headers"]) globalThis[name] = broken;`,
  ),
  told(
    "the global object is frozen",
    `for (const key of Object.keys(globalThis)) try { Object.freeze(globalThis[key]); } catch {} Object.preventExtensions(globalThis);`,
  ),
  told(
    "the global object has a proxy for prototype",
    `try { Object.setPrototypeOf(globalThis, new Proxy({}, { get: broken, has: broken, set: broken })); } catch {}`,
  ),
  told(
    "Object.prototype is a trap for all that is missing",
    `try { Object.setPrototypeOf(Object.prototype, new Proxy({}, { get: broken })); } catch {}`,
  ),
  told(
    "errors lose their names and stacks",
    `delete Error.prototype.name; Error.captureStackTrace = broken; Error.prototype.toString = broken;`,
  ),
  alone(
    "the clock goes backwards",
    `let t = 1e13; Date.now = () => t -= 1e9; setTimeout(() => {}, 10); setInterval(() => {}, 10);`,
  ),
  alone(
    "the clock is no number",
    `Date.now = () => NaN; setTimeout(() => {}, 10); await new Promise((go) => setTimeout(go, 10));`,
  ),
  alone("the clock throws", `Date.now = broken; setTimeout(() => {}, 10);`),
  alone(
    "all that can be broken is broken",
    `
    const seen = new Set(), all = [];
    const walk = (value) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) { try { walk(value[key]); all[all.length] = [value, key]; } catch {} }
    };
    walk(globalThis);
    const define = Object.defineProperty;
    for (let i = 0; i < all.length; i++) try { define(all[i][0], all[i][1], { value: broken }); } catch {}`,
  ),
  alone(
    "all that can be deleted is deleted",
    `
    const seen = new Set(), all = [];
    const walk = (value) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) { try { walk(value[key]); all[all.length] = [value, key]; } catch {} }
    };
    walk(globalThis);
    const remove = Reflect.deleteProperty;
    for (let i = 0; i < all.length; i++) remove(all[i][0], all[i][1]);`,
  ),
  alone(
    "all that can be frozen is frozen",
    `
    const seen = new Set();
    const walk = (value) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) { try { walk(value[key]); } catch {} }
      try { Object.freeze(value); } catch {}
    };
    walk(globalThis);`,
  ),
  {
    name: "the host's input is locked",
    script: onGo(
      `for (const key of Reflect.ownKeys(globalThis)) if (String(key).startsWith("$")) Object.defineProperty(globalThis, key, { value: "{}", writable: false });`,
    ),
    must: { go: "ok", again: "ok" },
  },
  {
    name: "the host's input is another's",
    script: onGo(
      `for (const key of Reflect.ownKeys(globalThis)) if (String(key).startsWith("$")) globalThis[key] = '{"t":"freeze"}';`,
    ),
    must: { again: "ok" },
  },
  {
    name: "the context given to handlers is a trap for the next handler only",
    script:
      `on("messageCreate", (ctx) => { ctx.msg = null; ctx.reply = () => { throw 1; }; Object.freeze(ctx); });
      on("messageCreate", async (ctx) => { await note("second", typeof ctx.reply); });`,
    must: { notes: { second: "function" }, again: "ok" },
  },
  {
    name: "an op's answer is tampered with on its way",
    script: onGo(`
      const parse = JSON.parse;
      JSON.parse = (text, ...more) => { const value = parse(text, ...more); if (value?.t === "reply") value.id = 1; return value; };
      await note("got", await kv.store("a").get("k"));`),
    must: { notes: { got: null }, again: "ok" },
  },
]);

/** @module Endless loops in every place where code can run; the limit of one turn alone has to hold (no CPU limit). */
import { type Attack, inCategory } from "./contract.ts";
import { onGo } from "./scripts.ts";

type Loop = Omit<Attack, "category">;

/** The dispatch is ended alone; the isolate lives on. */
const cutOff = (place: string, body: string, setUp = ""): Loop => ({
  name: `endless loop in ${place}`,
  stage: "turns",
  script: onGo(body, setUp),
  must: { go: "timed-out", again: "ok", told: /Handler of messageCreate was ended/ },
});

/** It runs outside of any dispatch, which ends well. */
const outside = (place: string, body: string): Loop => ({
  name: `endless loop in ${place}`,
  stage: "turns",
  script: onGo(body),
  must: { go: "ok", again: "ok", told: /Cannot finish turn: it ran longer than 150 ms/ },
});

const refused = (place: string, script: string): Loop => ({
  name: `endless loop in ${place}`,
  stage: "turns",
  script,
  must: { refused: /it ran longer than 150 ms without a pause/ },
});

const inCallbacks: Record<string, string> = {
  "a getter": `({ get x() { for (;;); } }).x;`,
  "a setter": `({ set x(v) { for (;;); } }).x = 1;`,
  "valueOf": `+{ valueOf() { for (;;); } };`,
  "Symbol.toPrimitive": `\`\${{ [Symbol.toPrimitive]() { for (;;); } }}\`;`,
  "a sort comparator": `[3, 2, 1].sort(() => { for (;;); });`,
  "a sort comparator of a typed array": `new Uint8Array(9).sort(() => { for (;;); });`,
  "a replace callback": `"abc".replace(/b/g, () => { for (;;); });`,
  "a JSON.parse reviver": `JSON.parse("[1]", () => { for (;;); });`,
  "a JSON.stringify replacer": `JSON.stringify([1], () => { for (;;); });`,
  "Symbol.iterator": `[...{ [Symbol.iterator]() { for (;;); } }];`,
  "an iterator's next": `for (const x of { [Symbol.iterator]: () => ({ next() { for (;;); } }) });`,
  "an iterator's return":
    `for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return() { for (;;); } }) }) break;`,
  "an iterator without an end": `[...{ *[Symbol.iterator]() { for (;;); } }];`,
  "a generator": `(function* () { for (;;); })().next();`,
  "an async generator": `for await (const x of (async function* () { for (;;); })());`,
  "an async generator that yields for ever":
    `for await (const x of (async function* () { for (;;) yield 1; })());`,
  "an async iterator's return":
    `for await (const x of { [Symbol.asyncIterator]: () => ({ next: async () => ({}), async return() { for (;;); } }) }) break;`,
  "an async generator's finally":
    `for await (const x of (async function* () { try { yield 1; } finally { for (;;); } })()) break;`,
  "a setter of an array's element": `Object.defineProperty([], 0, { set() { for (;;); } })[0] = 1;`,
  "a promise's executor": `new Promise(() => { for (;;); });`,
  "the constructor of a promise of its own kind":
    `await (class P extends Promise { constructor(run) { super(run); for (;;); } }).resolve(1);`,
  "Symbol.isConcatSpreadable": `[].concat({ get [Symbol.isConcatSpreadable]() { for (;;); } });`,
  "Symbol.unscopables": `with ({ x: 1, get [Symbol.unscopables]() { for (;;); } }) { x; }`,
  "Symbol.match": `"a".includes({ get [Symbol.match]() { for (;;); } });`,
  "Symbol.toStringTag": `String({ get [Symbol.toStringTag]() { for (;;); } });`,
  "a proxy's construct": `new (new Proxy(class {}, { construct() { for (;;); } }))();`,
  "Iterator.from": `Iterator.from({ next() { for (;;); } }).toArray();`,
  "an iterator helper": `[1].values().map(() => { for (;;); }).next();`,
  "a comparison by a Temporal calendar's field":
    `Temporal.PlainDate.from({ year: 2020, month: 1, get day() { for (;;); } });`,
  "options of Intl": `new Intl.NumberFormat("de", { get style() { for (;;); } });`,
  "Symbol.asyncIterator": `for await (const x of { [Symbol.asyncIterator]() { for (;;); } });`,
  "a proxy trap": `new Proxy({}, { get() { for (;;); } }).x;`,
  "a proxy's ownKeys": `Object.keys(new Proxy({}, { ownKeys() { for (;;); } }));`,
  "a proxy's getPrototypeOf": `new Proxy({}, { getPrototypeOf() { for (;;); } }) instanceof Object;`,
  "Symbol.hasInstance": `1 instanceof { [Symbol.hasInstance]() { for (;;); } };`,
  "Symbol.species":
    `class A extends Array { static get [Symbol.species]() { for (;;); } } new A(1).map(String);`,
  "a static block": `class A { static { for (;;); } }`,
  "a class field": `new (class { x = (() => { for (;;); })(); })();`,
  "a default parameter": `((x = (() => { for (;;); })()) => x)();`,
  "a destructuring default": `const { x = (() => { for (;;); })() } = {};`,
  "a tagged template": `((s) => { for (;;); })\`x\`;`,
  "a computed key": `({ [(() => { for (;;); })()]: 1 });`,
  "a decorator-like call": `Reflect.construct(function () { for (;;); }, []);`,
  "Array.from": `Array.from({ length: 1 }, () => { for (;;); });`,
  "Map.groupBy": `Map.groupBy([1], () => { for (;;); });`,
  "a regular expression's exec":
    `/a/[Symbol.replace].call({ exec() { for (;;); }, flags: "", __proto__: RegExp.prototype }, "a", "b");`,
  "a with scope": `with (new Proxy({}, { has() { for (;;); } })) { x; }`,
  "a disposer": `{ using x = { [Symbol.dispose]() { for (;;); } }; }`,
  "an asynchronous disposer": `{ await using x = { [Symbol.asyncDispose]() { for (;;); } }; }`,
  "a thenable": `await { then() { for (;;); } };`,
  "a thenable returned": `return { then() { for (;;); } };`,
  "a finally block": `for (;;) try { for (;;); } finally { continue; }`,
  "a catch block": `for (;;) try { throw 1; } catch { continue; }`,
  "a chain of microtasks": `for (;;) await null;`,
  "a chain of queueMicrotask": `const f = () => queueMicrotask(f); f(); await new Promise(() => {});`,
  "a chain of then": `const f = () => Promise.resolve().then(f); f(); await new Promise(() => {});`,
  "an asynchronous recursion": `const f = async () => { await 0; return f(); }; await f();`,
  "recursion that catches its overflow": `const f = () => { try { f(); } catch { f(); } }; f();`,
  "an event listener":
    `const t = new EventTarget(); t.addEventListener("x", () => { for (;;); }); t.dispatchEvent(new Event("x"));`,
  "a generator's finally":
    `const g = (function* () { try { yield 1; } finally { for (;;); } })(); g.next(); g.return();`,
  "BigInt arithmetic": `let x = 2n ** 4000n; for (;;) x = x * x % (2n ** 5000n - 1n);`,
  "Intl": `const c = new Intl.Collator(); for (;;) c.compare("a", "b");`,
  "Temporal": `for (;;) Temporal.Now.plainDateISO().add({ days: 1 });`,
};

const inTheSdk: Record<string, string> = {
  "toJSON of an argument": `await kv.store("a").set("k", "v", { metadata: { toJSON() { for (;;); } } });`,
  "a getter of an argument": `await kv.store("a").set("k", "v", { get metadata() { for (;;); } });`,
  "toString of a logged value":
    `console.log("%s", { toString() { for (;;); } }, new Proxy({}, { ownKeys() { for (;;); } }));`,
  "valueOf of a timer's delay": `setTimeout(() => {}, { valueOf() { for (;;); } });`,
  "toString of a thrown value": `throw { toString() { for (;;); }, toJSON() { for (;;); } };`,
  "message of a thrown error": `throw new (class extends Error { get message() { for (;;); } })();`,
  "stack of a thrown error": `throw Object.defineProperty(new Error("x"), "stack", { get() { for (;;); } });`,
  "a reply's getter": `await ctx.reply({ get content() { for (;;); } });`,
  "a URL's toString": `await fetch({ toString() { for (;;); } });`,
  "structuredClone's getter": `structuredClone({ get x() { for (;;); } });`,
  "a then put on Object.prototype":
    `Object.defineProperty(Object.prototype, "then", { configurable: true, get() { delete Object.prototype.then; for (;;); } }); await {};`,
  "an update of a KV value": `await kv.store("a").json().update("k", () => { for (;;); });`,
};

const patterns: Record<string, string> = {
  "nested quantifiers": `/^(a+)+$/.test("a".repeat(50) + "b");`,
  "overlapping alternatives": `/^(a|a)*$/.test("a".repeat(50) + "b");`,
  "a lookahead": `/^(?=(?:a+)+$)/.test("a".repeat(50) + "b");`,
  "back references": `/(a*)*\\1\\1b$/.test("a".repeat(50));`,
  "a replace": `"x".repeat(100000).replace(/(x+x+)+y/g, "");`,
  "a split": `"a".repeat(50).concat("b").split(/(?:a+)+$/);`,
  "matchAll": `[...("a".repeat(60) + "b").matchAll(/(?:(a+)+$)/g)];`,
};

export const loops = inCategory("endless loop", [
  cutOff("a handler", `for (;;);`),
  cutOff("a handler after an await", `await kv.store("a").get("k"); for (;;);`),
  ...Object.entries({ ...inCallbacks, ...inTheSdk }).map(([place, body]) => cutOff(place, body)),
  ...Object.entries(patterns).map(([place, body]) => cutOff(`a regular expression with ${place}`, body)),
  {
    name: "endless loop in a proxy for a handler",
    stage: "turns",
    script:
      `on("messageCreate", new Proxy(() => {}, { apply(target, self, [ctx]) { while (ctx.msg.content === "go"); } }));`,
    must: { go: "timed-out", again: "ok", told: /Handler of messageCreate was ended/ },
  },
  outside("a timer", `setTimeout(() => { for (;;); }, 1);`),
  outside("an interval", `const id = setInterval(() => { clearInterval(id); for (;;); }, 1);`),
  outside("work left behind", `kv.store("a").get("k").then(() => { for (;;); });`),
  {
    name: "endless loop in toString of a rejection nobody handles",
    stage: "turns",
    script: onGo(`Promise.reject({ toString() { for (;;); } });`),
    must: { again: "ok" },
  },
  {
    name: "endless loop in Error.prepareStackTrace",
    stage: "turns",
    script: onGo(`
      const loop = () => { for (;;); };
      try { Error.prepareStackTrace = loop; } catch {}
      try { globalThis.Error = { prepareStackTrace: loop }; } catch {}
      try { null.x; } catch (e) { void e.stack; }
      await note("came", "through");`),
    must: { notes: { came: "through" }, again: "ok" },
  },
  {
    name: "endless loop in an abort listener",
    script: onGo(`ctx.signal.addEventListener("abort", () => { for (;;); }); await new Promise(() => {});`),
    must: { go: ["timed-out", "lost: dispatch-timeout", "lost: cpu-limit"], again: "ok" },
  },
  refused("the top level", `for (;;);`),
  refused("a static block at the top level", `class A { static { for (;;); } }`),
  refused("the top level after an await", `await kv.store("a").get("k"); for (;;);`),
  refused("a chain of microtasks at the top level", `for (;;) await null;`),
  refused(
    "a getter of what is registered",
    `slash({ get name() { for (;;); }, description: "x", run() {} });`,
  ),
  refused(
    "toJSON of what is registered",
    `slash({ name: "a", description: "x", options: [{ name: "b", description: "c", type: "string", toJSON() { for (;;); }, choices: { map() { for (;;); } } }], run() {} }); createBot({ slashCommands: [] }); on("messageCreate", () => {}); for (;;);`,
  ),
]);

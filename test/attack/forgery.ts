/** @module Frames that no SDK would write, from a guest that has taken its SDK over. */
import { type Attack, inCategory, type Scene } from "./contract.ts";
import { onGo } from "./scripts.ts";

type Forgery = Omit<Attack, "category">;

/** The host ends a guest that breaks the protocol, and starts it again for the next event. */
const fatal = (name: string, body: string, go: string | string[] = "lost: crashed"): Forgery => ({
  name,
  stage: "forger",
  script: onGo(body),
  must: { go, again: "ok", told: /its isolate crashed/ },
});

/** The host takes no notice, or refuses the call; the guest lives on. */
const harmless = (name: string, body: string, more: Partial<Forgery> = {}): Forgery => ({
  name,
  stage: "forger",
  script: onGo(body),
  must: { go: ["ok", "threw", "timed-out", "lost: cpu-limit", "lost: dispatch-timeout"], again: "ok" },
  ...more,
});

const frames = (list: string) => `forge.frames([${list}]);`;
const op = (fields: string) => `{ t: "op", id: 0, name: "kv.set", args: {}, ${fields} }`;

/** Calls of ops that the host must refuse, each by its name and its arguments in JavaScript. */
const wrongCalls = (scene: Scene): [string, string][] => [
  ["kv.set", `{ store: "loot", key: "win forged", value: 1 }`],
  ["kv.set", `{ store: "../loot", key: "a", value: "b" }`],
  ["kv.set", `{ store: "a", key: "\\ud800", value: "\\udfff" }`],
  ["kv.set", `{ store: "a", key: "k\\u0000", value: "b" }`],
  ["kv.set", `{ store: "a", key: "k", value: "v", guildId: "${scene.neighbour.guildId}", expiration: -1 }`],
  ["kv.set", `["a", "b", "c"]`],
  ["kv.set", `null`],
  ["kv.get", `{ store: { toString: "vault" }, key: ["key"] }`],
  ["kv.list", `{ store: "a", limit: 1e9 }`],
  ["kv.list", `{ store: "a", cursor: "\\u0000".repeat(5000) }`],
  ["kv.increment", `{ store: "a", key: "k", by: 1e308 }`],
  ["discord.rest", `{ route: "__proto__", params: {} }`],
  ["discord.rest", `{ route: "constructor", params: {} }`],
  [
    "discord.rest",
    `{ route: "messages.send", params: { channelId: "../../guilds/${scene.neighbour.guildId}" }, body: { content: "x" } }`,
  ],
  [
    "discord.rest",
    `{ route: "messages.send", params: { channelId: "${scene.neighbour.channelId}" }, body: { content: "x" } }`,
  ],
  [
    "discord.rest",
    `{ route: "messages.send", params: { channelId: "${scene.neighbour.channelId}?", guildId: "${scene.neighbour.guildId}" } }`,
  ],
  [
    "discord.rest",
    `{ route: "members.get", params: { userId: "..", guildId: "${scene.neighbour.guildId}" } }`,
  ],
  [
    "discord.rest",
    `{ route: "members.kick", params: { userId: "1".repeat(18) }, reason: "a\\r\\nAuthorization: Bot x" }`,
  ],
  ["interactions.respond", `{ interaction: "${scene.neighbour.handle}", type: 4, data: { content: "x" } }`],
  ["interactions.respond", `{ interaction: "__proto__", type: 4, data: { content: "x" } }`],
  ["interactions.followUp", `{ interaction: "${scene.neighbour.handle}", body: { content: "x" } }`],
  ["http.fetch", `{ id: "a", url: "http://127.0.0.1:${scene.trapPort}/", method: "CONNECT" }`],
  [
    "http.fetch",
    `{ id: "b", url: "http://127.0.0.1:${scene.trapPort}/\\r\\nHost: x", headers: [["a", "b\\r\\nc: d"]] }`,
  ],
  ["http.fetch", `{ id: "a", url: "file://${scene.folder}/bait.txt" }`],
  [
    "http.fetch",
    `{ id: "c", url: "http://[::ffff:127.0.0.1]:${scene.trapPort}/", redirect: "follow", guildId: "${scene.neighbour.guildId}" }`,
  ],
  ["log.write", `{ level: "fatal", message: "x" }`],
  ["log.write", `{ level: "info", message: { toString: 1 } }`],
  ["life.keepAwake", `{ ms: 1e15 }`],
  ["life.keepAwake", `{ ms: -1 }`],
  ["__proto__", `{}`],
  ["constructor", `{}`],
  ["toString", `{}`],
  ["kv.__proto__", `{}`],
  ["kv.constructor", `{}`],
  ["", `{}`],
  ["\\u0000kv.set", `{}`],
  ["kv.set\\ud800", `{}`],
];

/** A nest of so many arrays, as text. */
const nest = (depth: number) => `"[".repeat(${depth}) + "]".repeat(${depth})`;

export const forgery = inCategory("forgery", [
  fatal("what is flushed is no JSON", `forge("\\n{{{");`),
  fatal("what is flushed is no list", `forge('\\n{"t":"done"}');`),
  fatal("what is flushed is a number", `forge(42);`),
  fatal(
    "what is flushed is an object that loops",
    `forge({ toString() { for (;;); }, slice() { for (;;); }, indexOf() { for (;;); } });`,
  ),
  fatal("what is flushed is a promise", `forge(Promise.resolve("\\n[]"));`),
  fatal("a frame is null", frames(`"null"`)),
  fatal("a frame is a list", frames(`"[]"`)),
  fatal("a frame of a kind that is none", frames(`{ t: "terminate" }`)),
  fatal("a frame of the host's", frames(`{ t: "reply", id: 1, ok: 1 }`)),
  fatal("a frame of the runner's", frames(`{ t: "pong", n: 1 }`)),
  fatal("a frame with a kind by prototype", frames(`'{"__proto__":{"t":"done","d":"x"}}'`)),
  fatal("an op without a name", frames(`{ t: "op", id: 1, args: {} }`)),
  fatal("an op with a name of 65 characters", frames(op(`name: "a".repeat(65)`))),
  fatal("an op with a name of a mebibyte", frames(op(`name: "a".repeat(1e6)`))),
  fatal("an op with a negative id", frames(op(`id: -1`))),
  fatal("an op with a fraction for an id", frames(op(`id: 1.5`))),
  fatal("an op with an id beyond all integers", frames(op(`id: 1e300`))),
  fatal("an op with text for an id", frames(op(`id: "1"`))),
  fatal("an op with a list for a dispatch", frames(op(`d: ["event-1"]`))),
  fatal("a throw without a message", frames(`{ t: "threw", d: forge.d }`)),
  fatal("a frozen state that is a list", frames(`{ t: "frozen", state: [1] }`)),
  fatal(
    "a frame over the limit",
    `forge("\\n[" + JSON.stringify({ t: "unhandled", message: "x".repeat(9e6), stack: "" }) + "]");`,
  ),
  fatal(
    "a manifest over its limits",
    frames(
      `{ t: "loaded", manifest: { events: new Array(1e5).fill("x"), commands: [], crons: [], prefixCommands: [] } }`,
    ),
  ),
  fatal("lists nested without an end", `forge("\\n" + "[".repeat(1e6));`),
  harmless(
    "an op under the name of a dispatch of others",
    frames(`{ t: "op", id: 0, d: "event-1", name: "log.write", args: { level: "info", message: "x" } }`),
  ),
  harmless(
    "the end of a dispatch of others",
    frames(`...Array.from({ length: 500 }, (_, i) => ({ t: "done", d: "event-" + i }))`),
  ),
  harmless(
    "the failure of a dispatch of others",
    frames(
      `...Array.from({ length: 500 }, (_, i) => ({ t: "threw", d: "event-" + i, message: "forged", stack: "" }))`,
    ),
  ),
  harmless(
    "the end of a dispatch, told many times",
    frames(`...new Array(1000).fill({ t: "done", d: forge.d })`),
  ),
  harmless(
    "a dispatch that ends both well and badly",
    frames(`{ t: "threw", d: forge.d, message: "m", stack: "s" }, { t: "done", d: forge.d }`),
  ),
  harmless(
    "a second loading",
    frames(
      `{ t: "loaded", manifest: { events: ["guildMemberAdd"], commands: [], crons: [], prefixCommands: [] } }, { t: "load-failed", message: "m", stack: "s" }`,
    ),
  ),
  harmless("a state nobody asked for", frames(`{ t: "frozen", state: { kept: "forged" } }`)),
  harmless(
    "answers to the same id many times",
    frames(
      `...Array.from({ length: 50 }, () => ({ t: "op", id: 7, name: "kv.get", args: { store: "a", key: "k" } }))`,
    ),
  ),
  harmless("an id at the end of all integers", frames(op(`id: Number.MAX_SAFE_INTEGER`))),
  harmless("keys twice in one frame", frames(`'{"t":"op","t":"done","d":"x","d":"y","id":0}'`)),
  harmless(
    "a key __proto__ in arguments",
    frames(
      `'{"t":"op","id":1,"name":"kv.set","args":{"__proto__":{"polluted":1},"store":"a","key":"k","value":"v"}}'`,
    ),
  ),
  harmless(
    "a key constructor in arguments",
    frames(op(`args: { constructor: { prototype: { polluted: 1 } }, store: "a", key: "k", value: "v" }`)),
  ),
  harmless(
    "arguments nested a hundred thousand deep",
    frames(`'{"t":"op","id":1,"name":"kv.set","args":' + (${nest(100_000)}) + '}'`),
    {
      must: { go: ["ok", "lost: crashed"], again: "ok" },
    },
  ),
  harmless(
    "arguments of a million values",
    frames(`'{"t":"op","id":1,"name":"kv.set","args":[' + "0,".repeat(1e6) + '0]}'`),
  ),
  harmless(
    "arguments of a hundred thousand keys",
    frames(op(`args: Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ["k" + i, i]))`)),
  ),
  harmless(
    "half surrogate pairs in every text",
    frames(
      `{ t: "unhandled", message: "\\ud800", stack: "\\udfff\\n  at \\ud800 (guild.js:1:1)" }, ${
        op(`name: "\\ud800", d: "\\udc00"`)
      }`,
    ),
  ),
  harmless(
    "control characters in every text",
    frames(`{ t: "unhandled", message: "\\u0000\\u001b[2J\\r\\n", stack: "\\u0000" }`),
  ),
  harmless(
    "a message of seven mebibytes",
    frames(`{ t: "threw", d: forge.d, message: "x".repeat(7e6), stack: "" }`),
    {
      must: { go: ["threw", "lost: crashed"], again: "ok" },
    },
  ),
  harmless(
    "a stack of a hundred thousand lines",
    frames(`{ t: "threw", d: forge.d, message: "m", stack: "    at f (guild.js:1:1)\\n".repeat(1e5) }`),
    {
      must: { go: ["threw", "lost: crashed"], again: "ok" },
    },
  ),
  harmless(
    "a stack of one endless line",
    frames(`{ t: "threw", d: forge.d, message: "m", stack: "    at " + "(".repeat(3e6) + "guild.js:1:1" }`),
    {
      must: { go: ["threw", "lost: crashed"], again: "ok" },
    },
  ),
  harmless(
    "rejections by the thousand with long stacks",
    frames(
      `...new Array(800).fill({ t: "unhandled", message: "m".repeat(1000), stack: "    at f (guild.js:1:1)\\n".repeat(300) })`,
    ),
    {
      must: { go: ["ok", "lost", "timed-out"], again: ["ok", "timed-out", "lost"] },
    },
  ),
  harmless(
    "rejections of many mebibytes",
    `for (let i = 0; i < 10; i++) forge.frames([{ t: "unhandled", message: "x".repeat(7e6), stack: "y".repeat(1e5) }]);`,
    {
      must: { go: ["ok", "lost", "timed-out"], again: ["ok", "timed-out", "lost"] },
    },
  ),
  harmless("a hundred thousand frames at once", frames(`...new Array(1e5).fill('{"t":"done","d":"x"}')`), {
    must: { go: ["ok", "timed-out", "lost: cpu-limit"], again: ["ok", "timed-out", "lost: cpu-limit"] },
  }),
  harmless(
    "a hundred thousand log lines at once",
    frames(
      `...new Array(7e4).fill('{"t":"op","id":0,"name":"log.write","args":{"level":"info","message":"x"}}')`,
    ),
    {
      must: { go: ["ok", "timed-out", "lost: cpu-limit"], again: ["ok", "timed-out", "lost: cpu-limit"] },
    },
  ),
  harmless(
    "log lines of seven mebibytes, again and again",
    `for (let i = 0; i < 10; i++) { forge.frames([{ t: "op", id: 0, name: "log.write", args: { level: "info", message: "x".repeat(7e6) } }]); await kv.store("a").get("k"); }`,
    {
      must: { go: ["ok", "lost", "timed-out"], again: ["ok", "timed-out"] },
    },
  ),
  harmless(
    "values of a mebibyte, as fast as ops go",
    `for (let i = 0; i < 150; i++) kv.store("a").set("k" + i % 3, "x".repeat(1e6)).catch(() => {}); await kv.store("a").get("k");`,
    {
      must: { go: ["ok", "lost", "timed-out", "threw"], again: ["ok", "timed-out", "lost"] },
    },
  ),
  harmless(
    "a wish to be woken at once, for ever",
    `const again = () => { forge("0\\n[]"); }; for (let i = 0; i < 50; i++) { again(); await kv.store("a").get("k"); }`,
    {
      must: { go: ["ok", "timed-out", "lost"], again: ["ok", "timed-out", "lost"] },
    },
  ),
  harmless(
    "a wish to be woken at a time that is none",
    `for (const t of ["NaN", "-1", "1e999", "-Infinity", "x", "\\ud800"]) { forge(t + "\\n[]"); await null; }`,
    { must: { go: ["ok", "timed-out"], again: "ok" } },
  ),
  {
    name: "wrong arguments of every op",
    stage: "forger",
    script: (scene) =>
      onGo(
        wrongCalls(scene).map(([name, args], index) =>
          frames(`{ t: "op", id: ${9_000 + index}, d: forge.d, name: "${name}", args: ${args} }`)
        ).join("\n"),
      ),
    must: { go: ["ok", "timed-out"], again: "ok" },
  },
  {
    name: "a forged manifest with names of the prototype",
    stage: "forger",
    script:
      `forge.frames([{ t: "loaded", manifest: { events: ["__proto__", "constructor"], commands: [{ name: "__proto__" }], crons: [], prefixCommands: ["__proto__"], prefix: "__proto__" } }]); await new Promise(() => {});`,
    must: {},
    async drive(field) {
      const outcome = await field.say("go");
      if (!/^(ok|timed-out|dropped)/.test(outcome)) throw new Error(`ended with ${outcome}`);
    },
  },
  {
    name: "a forged manifest with commands nested without an end",
    stage: "forger",
    script:
      `forge.frames(['{"t":"loaded","manifest":{"events":[],"crons":[],"prefixCommands":[],"commands":[{"name":"a","options":' + (${
        nest(200_000)
      }) + '}]}}']); await new Promise(() => {});`,
    must: { refused: /./ },
  },
  {
    name: "a forged manifest with a hundred thousand crons",
    stage: "forger",
    script:
      `forge.frames([{ t: "loaded", manifest: { events: [], commands: [], prefixCommands: [], crons: Array.from({ length: 1e5 }, (_, i) => ({ name: "c" + i, expr: "* * * * *" })) } }]); await new Promise(() => {});`,
    must: { refused: /./ },
  },
  {
    name: "a forged manifest with a cron that is none",
    stage: "forger",
    script:
      `forge.frames([{ t: "loaded", manifest: { events: [], commands: [], prefixCommands: [], crons: [{ name: "c", expr: "* ".repeat(60), timezone: "../../etc/passwd" }] } }]); await new Promise(() => {});`,
    must: {},
    async drive(field) {
      await field.say("go");
    },
  },
]);

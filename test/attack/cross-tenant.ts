/** @module Ways to another guild: its names, its data, its ids, its events. */
import { inCategory } from "./contract.ts";
import { alike, probe } from "./probe.ts";
import { onGo } from "./scripts.ts";

const UNKNOWN_CHANNEL = "599999999999999999";

const storeNames = (guild: string) =>
  [
    "vault",
    `../vault`,
    `${guild}/vault`,
    `${guild}:vault`,
    `${guild}.vault`,
    `vault\\u0000`,
    `vault' OR '1'='1`,
  ]
    .concat([`%`, `va%`, `"vault"`, `VAULT`, `vault;--`, `\\u202evault`, `*`, `__proto__`, `constructor`]);

export const crossTenant = inCategory("cross-tenant", [
  probe("the neighbour's keys are in no store, whatever it is called", ({ neighbour }) =>
    Object.fromEntries(
      storeNames(neighbour.guildId).map((name) => [
        name,
        `kv.store(${JSON.stringify(name).replace(/\\\\u/g, "\\u")}).get("key")`,
      ]),
    )),
  probe("no listing holds the neighbour's keys", ({ neighbour }) => ({
    all: `kv.store("vault").list().then(({ keys }) => keys.length)`,
    "any character": `kv.store("vault").list({ prefix: "%" }).then(({ keys }) => keys.length)`,
    one: `kv.store("vault").list({ prefix: "_ey" }).then(({ keys }) => keys.length)`,
    "the neighbour's cursor": `kv.store("vault").list({ cursor: ${
      JSON.stringify(neighbour.cursor)
    } }).then(({ keys }) => keys.length)`,
    "a cursor of its own making": `kv.store("vault").list({ cursor: "${
      "A".repeat(40)
    }" }).then(({ keys }) => keys.length)`,
    count: `kv.store("vault").count()`,
    items: `kv.store("vault").items().then(({ items }) => items.length)`,
    top: `kv.store("vault").top(10).then((list) => list.length)`,
    many: `kv.store("vault").getMany(["key", "other"]).then((all) => all.some((v) => v !== null))`,
  })),
  {
    name: "clearing, deleting and overwriting reach no store of the neighbour",
    script: onGo(`
      const vault = kv.store("vault");
      await vault.set("key", "mine"); await vault.delete("key"); await vault.clear(); await vault.increment("key", 1);
      for (const name of ["held", "loot2"]) await kv.store(name).clear();
      await note("done", true);`),
    must: { notes: { done: true }, again: "ok" },
  },
  probe("arguments cannot name another guild", ({ neighbour: { guildId } }) => ({
    "a KV get": `kv.store("vault").get("key", { guildId: "${guildId}", guild: "${guildId}" })`,
    "a KV get by prototype":
      `(() => { Object.prototype.guildId = "${guildId}"; return kv.store("vault").get("key").finally(() => delete Object.prototype.guildId); })()`,
    "a KV set":
      `kv.store("vault").set("key", "x", { guildId: "${guildId}", quotaBytes: 1e12 }).then(() => 0)`,
    state: `state("kept", null).value`,
    secret: `secrets.get("API")`,
    "secret by prototype":
      `secrets.get("__proto__") || secrets.get("constructor") || secrets.get("toString")`,
  })),
  alike("a neighbour's channel looks like one that does not exist", ({ neighbour }) => [
    `rest.sendMessage({ channelId: "${neighbour.channelId}", content: "x" })`,
    `rest.sendMessage({ channelId: "${UNKNOWN_CHANNEL}", content: "x" })`,
  ]),
  alike("a reply to a neighbour's channel looks like one to none", ({ neighbour }) => [
    `rest.fetchMessage({ channelId: "${neighbour.channelId}", messageId: "300000000000000009" })`,
    `rest.fetchMessage({ channelId: "${UNKNOWN_CHANNEL}", messageId: "300000000000000009" })`,
  ]),
  alike("a neighbour's interaction handle looks like one that does not exist", ({ neighbour }) => [
    `rest.sendInteractionResponse({ token: "${neighbour.handle}", content: "x" })`,
    `rest.sendInteractionResponse({ token: "${neighbour.handle.slice(0, -4)}AAAA", content: "x" })`,
  ]),
  alike("a neighbour's handle of a follow-up looks like one that does not exist", ({ neighbour }) => [
    `rest.createFollowupMessage({ token: "${neighbour.handle}", content: "x" })`,
    `rest.createFollowupMessage({ token: "ih_nothing", content: "x" })`,
  ]),
  {
    name: "a message cannot be sent into a neighbour's channel by way of its body",
    script: ({ neighbour }) =>
      onGo(`
      const attempts = [
        { messageReference: { channelId: "${neighbour.channelId}", messageId: "1".repeat(18) } },
        { message_reference: { channel_id: "${neighbour.channelId}", message_id: "1".repeat(18) } },
        { channelId: "${neighbour.channelId}" }, { channel_id: "${neighbour.channelId}" }, { guildId: "${neighbour.guildId}" },
        { replyTo: { channelId: "${neighbour.channelId}", messageId: "1".repeat(18) } },
      ];
      for (const more of attempts) await rest.sendMessage({ channelId: ctx.msg.channelId, content: "x", ...more }).catch(() => {});
      await note("asked", attempts.length);`),
    asksDiscord: true,
    must: { notes: { asked: 6 }, again: "ok" },
  },
  {
    name: "events of the neighbour are never seen",
    script: `const seen = new Set();
      for (const event of ["messageCreate", "messageUpdate", "interactionCreate", "guildMemberAdd", "componentInteraction", "ready"]) {
        on(event, async (ctx) => { seen.add(ctx.msg?.guildId); await note("guilds", [...seen]); });
      }`,
    async drive(field) {
      await field.say("one");
      await field.say("two");
      await field.until("its notes", async () => await field.note("guilds"));
      const seen = await field.note("guilds") as string[];
      if (seen.some((guildId) => guildId !== field.guildId)) throw new Error(`saw events of ${seen}`);
    },
    must: {},
  },
  {
    name: "nothing a guild leaves in its realm is found by the next one",
    script:
      `globalThis.mark = Object.prototype.mark = Array.prototype.mark = Math.mark = Symbol.for("mark").mark = "here";
      on("messageCreate", () => {});`,
    async drive(field) {
      await field.say("go");
      // The same spare processes and threads serve every guild of the worker.
      await field.deploy(onGo(`
        if (globalThis.mark || ({}).mark || [].mark || Math.mark) await win("mark", "found");
        await note("looked", true);`));
      const outcome = await field.say("go");
      if (outcome !== "ok") throw new Error(`the next one ended with ${outcome}`);
    },
    must: { notes: { looked: true } },
  },
  probe("a neighbour's secret placeholder reveals nothing", ({ neighbour, trapPort }) => ({
    "in a URL": `fetch("http://127.0.0.1:${trapPort}/?" + "${neighbour.placeholder}")`,
    "in a log line": `console.log("${neighbour.placeholder}")`,
    "in KV":
      `kv.store("a").set("k", "${neighbour.placeholder}").then(() => kv.store("a").get("k")).then((v) => v !== "${neighbour.placeholder}")`,
  })),
]);

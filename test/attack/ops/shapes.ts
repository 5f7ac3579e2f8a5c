/** @module Arguments of every bad shape, and limits that several calls try to pass at once. */
import { inCategory } from "../contract.ts";
import { probe } from "../probe.ts";
import { onGo } from "../scripts.ts";

const nested = (depth: number) => `JSON.parse('{"a":'.repeat(${depth}) + "1" + "}".repeat(${depth}))`;
const call = (payload: string) => `rest.createChannel({ payload: ${payload} }).then(() => 1)`;

export const shapeAttacks = inCategory("op-shape", [
  probe("arguments nested or spread without an end are refused", {
    "objects a thousand deep": call(nested(1_000)),
    "lists two thousand deep": call(`JSON.parse("[".repeat(2_000) + "]".repeat(2_000))`),
    "a list of thirty thousand": call(`new Array(3e4).fill(0)`),
    "an object of thirty thousand": call(
      `Object.fromEntries(Array.from({ length: 3e4 }, (_, i) => ["k" + i, i]))`,
    ),
    "a query that is deep": `rest.searchMessages({ content: ${nested(500)} }).then(() => 1)`,
    "parameters that are deep": `rest.fetchMember({ userId: ${nested(500)} }).then(() => 1)`,
    "an interaction's answer that is deep": `rest.sendInteractionResponse({ token: "ih_x", embeds: [${
      nested(500)
    }] }).then(() => 1)`,
    "a schedule's payload that is deep": `(on("schedule", () => {}), schedule("x", Date.now() + 1e9, ${
      nested(500)
    })).then(() => 1)`,
  }),
  probe("arguments that are no JSON are refused where they are made", {
    "a loop": `(() => { const o = {}; o.o = o; return rest.createChannel({ payload: o }).then(() => 1); })()`,
    "a big integer": call(`{ name: "c", position: 1n }`),
    "a getter that throws": call(`{ get name() { throw new Error("x"); } }`),
    "a proxy that throws": call(`new Proxy({}, { ownKeys() { throw new Error("x"); } })`),
    "a toJSON that throws": call(`{ toJSON() { throw new Error("x"); } }`),
    "a toJSON that loops": call(`(() => { const o = { toJSON: () => ({ name: o }) }; return o; })()`),
    "nothing": `rest.createChannel().then(() => 1)`,
    "a symbol": call(`Symbol("x")`),
    "a function": call(`() => {}`),
    "a text": call(`"name"`),
  }),
  probe("what a prototype says is not taken for an argument", ({ neighbour }) => ({
    "a channel": `(() => { Object.prototype.channelId = "${neighbour.channelId}";
      return rest.sendMessage({ content: "x" }).then(() => 1).finally(() => delete Object.prototype.channelId); })()`,
    "a guild": `(() => { Object.prototype.guildId = "${neighbour.guildId}";
      return guild.info().then((info) => info?.id === "${neighbour.guildId}").finally(() => delete Object.prototype.guildId); })()`,
    "a body": `(() => { Object.prototype.toJSON = () => ({ store: "vault", key: "key" });
      return kv.store("none").get("none").finally(() => delete Object.prototype.toJSON); })()`,
    "a key of its own by the name of the prototype": call(
      `JSON.parse('{"__proto__":{"name":"c"},"constructor":{"prototype":{"name":"c"}}}')`,
    ),
  })),
  {
    name: "ops that are called through parts of the language that were replaced",
    script: onGo(`
      const kept = [JSON.stringify, Object.entries, Array.prototype.map, Promise.prototype.then];
      JSON.stringify = () => '{"t":"op","id":1,"name":"kv.get","args":{"store":"vault","key":"key"}}';
      Object.entries = () => [["guildId", "x"]]; Array.prototype.map = function () { return this; };
      let got; try { got = await kv.store("a").get("k"); } catch {}
      [JSON.stringify, Object.entries, Array.prototype.map] = kept;
      if (got) await win("got", got);
      await note("done", true);`),
    must: { go: ["ok", "threw", "lost: crashed", "timed-out"] },
  },
  {
    name: "more schedules at once than a guild may have",
    stage: "tight",
    script: `on("schedule", () => {});` + onGo(`
      let refused = 0;
      for (let from = 0; from < 40; from += 8) {
        await Promise.all(Array.from({ length: 8 }, (_, i) => schedule("s" + (from + i), Date.now() + 1e8).catch((e) => e.code === "LIMIT_EXCEEDED" && refused++)));
      }
      const { length } = await schedule.list();
      if (length > 10) await win("schedules", length);
      await note("refused", refused);`),
    must: { notes: { refused: 30 }, again: "ok" },
  },
  {
    name: "more addresses at once than a guild may have",
    stage: "tight",
    script: onGo(
      `
      const hooks = []; for (let i = 0; i < 16; i++) hooks.push("h" + i);
      await note("done", hooks.length);`,
      `for (let i = 0; i < 16; i++) webhook("h" + i, () => {});`,
    ),
    must: { notes: { done: 16 }, again: "ok" },
  },
  {
    name: "more hashing than the worker should do",
    script: onGo(`
      const data = new Uint8Array(200_000); let done = 0;
      for (let i = 0; i < 5; i++) await crypto.subtle.digest("SHA-512", data).then(() => done++, () => {});
      const code = await crypto.subtle.digest("SHA-512", new Uint8Array(1.2e6)).then(() => "hashed", (e) => e.code);
      await note("code", code);`),
    must: { notes: { code: "INVALID_ARGUMENT" }, go: ["ok", "lost: cpu-limit", "timed-out"] },
  },
  {
    name: "calls that outlive the dispatch they belong to",
    stage: "deadlines",
    script: onGo(`
      await kv.store("late").set("k", "before");
      const late = async () => { await kv.store("late").set("k", "after"); await win("late", "wrote"); };
      ctx.signal.addEventListener("abort", () => late().catch((e) => note("code", e.code)));
      await new Promise(() => {});`),
    async drive(field) {
      const outcome = await field.say("go");
      if (!outcome.startsWith("timed-out")) throw new Error(`ended with ${outcome}`);
      await field.say("again");
      const kept = await field.worker.storage.kv.get(field.guildId, "late", "k");
      if (kept?.value !== "before") throw new Error(`wrote ${kept?.value} afterwards`);
    },
    must: {},
  },
  {
    name: "more reads of the guild than a second allows, by lists",
    stage: "tight",
    script: onGo(`
      let served = 0; const codes = new Set(), start = Date.now();
      while (Date.now() - start < 700) {
        await Promise.all(Array.from({ length: 8 }, () => guild.roles().then(() => served++, (e) => codes.add(e.code ?? e.name))));
      }
      if (served > 200 + 0.2 * (Date.now() - start) + 8) await win("reads", served);
      await new Promise((go) => setTimeout(go, 300));
      await note("done", true);`),
    must: { notes: { done: true }, again: "ok" },
  },
], "ops");

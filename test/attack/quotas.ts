/** @module Everything else that is counted: ops, frames, log lines, timers, rejections, keys, registrations. */
import { defaultLimits } from "@flora/model";
import { type Attack, inCategory } from "./contract.ts";
import type { Field } from "./field.ts";
import { endsForItsCpuTime } from "./cpu.ts";
import { onGo } from "./scripts.ts";

const countCode = (code: string, body: string) => `
  const codes = await Promise.all(Array.from({ length: COUNT }, (_, i) => (${body}).then(() => "ok", (e) => e.code ?? String(e))));
  await note("refused", codes.includes("${code}"));
  await note("others", [...new Set(codes)].filter((c) => c !== "ok" && c !== "${code}"));`;

/** As flora ships. */
const { opsPerSecond: OPS_PER_SECOND, opsInFlight: OPS_IN_FLIGHT, logLinesPerSecond: LINES_PER_SECOND } =
  defaultLimits;

/** However much of what it did was refused, the guest lives on. */
async function endsWell(field: Field): Promise<void> {
  for (const content of ["go", "again"]) {
    const outcome = await field.say(content);
    if (outcome !== "ok") throw new Error(`"${content}" ended with ${outcome}, not ok`);
  }
}

/** A flood without an end costs CPU time, and memory where it is quicker with that. */
const endless = (what: string, body: string): Omit<Attack, "category"> => ({
  name: `a flood of ${what} without an end`,
  stage: "metered",
  script: onGo(`for (;;) ${body}`),
  must: { go: ["lost: cpu-limit", "lost: memory-limit"], again: "ok" },
  embedded: { cannot: "turns of a thread keep a timeout of their own, which endless loops show" },
});

export const quotas = inCategory("quota", [
  {
    name: "more ops at once than may be in flight",
    stage: "tight",
    asksDiscord: true,
    script: onGo(
      countCode("LIMIT_EXCEEDED", `rest.sendMessage({ channelId: ctx.msg.channelId, content: "slow" })`)
        .replace("COUNT", "15").replace(
          /await note/,
          `await new Promise((go) => setTimeout(go, 1100)); await note`,
        ),
    ),
    must: { notes: { refused: true, others: [] }, again: "ok" },
  },
  {
    name: "more ops than a second allows",
    stage: "tight",
    script: onGo(`
      let served = 0; const others = new Set(), start = Date.now();
      const call = () => kv.store("a").get("k").then(() => served++, (e) => e.code === "LIMIT_EXCEEDED" || others.add(e.code));
      while (Date.now() - start < 1500) await Promise.all(Array.from({ length: 8 }, call));
      const most = 200 + 0.2 * (Date.now() - start) + 8;
      if (served > most) await win("ops", served);
      await new Promise((go) => setTimeout(go, 500));
      await note("others", [...others]);`),
    must: { notes: { others: [] }, again: "ok" },
  },
  {
    name: "a flood of ops that nobody waits for",
    stage: "patient",
    script: onGo(`for (let i = 0; i < 600; i++) kv.store("a").set("k" + i, "v").catch(() => {});`),
    async drive(field) {
      const start = performance.now();
      await endsWell(field);
      const { keys } = await field.worker.storage.kv.list(field.guildId, "a", { limit: 1_000 });
      const most = OPS_PER_SECOND * (1 + (performance.now() - start) / 1_000) + OPS_IN_FLIGHT;
      if (keys.length > most) throw new Error(`${keys.length} ops were served, at most ${most}`);
    },
    must: {},
  },
  {
    name: "a flood of log lines",
    stage: "patient",
    script: onGo(`for (let i = 0; i < 50000; i++) console.log("line " + i);`),
    async drive(field) {
      const start = performance.now();
      await endsWell(field);
      const lines = (await field.logs()).filter((line) => line.startsWith("line "));
      const most = LINES_PER_SECOND * (1 + (performance.now() - start) / 1_000);
      if (lines.length > most) throw new Error(`${lines.length} lines were kept, at most ${most}`);
    },
    must: { told: /\d+ log lines were left out/ },
  },
  {
    name: "more log lines than a second allows",
    stage: "tight",
    script: onGo(
      `for (let i = 0; i < 100; i++) console.log("line " + i); await new Promise((go) => setTimeout(go, 1100)); console.log("after");`,
    ),
    must: { told: /\d* log lines were left out/, again: "ok" },
  },
  {
    name: "a log line of many mebibytes",
    stage: "patient",
    script: onGo(`console.log("x".repeat(7e6)); await note("done", true);`),
    must: { notes: { done: true }, told: /cut: \d+ bytes, at most 8192/, again: "ok" },
  },
  {
    name: "a log line of a cyclic, deep and wide value",
    stage: "patient",
    script: onGo(`
      const o = { a: new Array(1e6) }; o.self = o; let p = o; for (let i = 0; i < 1e4; i++) p = p.deep = {};
      console.log(o, [o, o], new Map([[o, o]]), new Error("x", { cause: o }));
      await note("done", true);`),
    must: { notes: { done: true }, again: "ok" },
  },
  {
    name: "a call larger than a frame",
    stage: "patient",
    script: onGo(`
      const code = await kv.store("a").set("k", "x".repeat(9e6)).then(() => "ok", (e) => e.code);
      await note("code", code);`),
    must: { notes: { code: "LIMIT_EXCEEDED" }, again: "ok" },
  },
  {
    name: "an answer larger than a frame",
    stage: "patient",
    script: onGo(`
      const store = kv.store("a");
      await store.set("k", "x".repeat(1e6));
      await note("code", await store.getMany(new Array(10).fill("k")).then(() => "ok", (e) => e.code));`),
    must: { notes: { code: "LIMIT_EXCEEDED" }, again: "ok" },
  },
  {
    name: "a KV value over its limit",
    stage: "tight",
    script: onGo(`
      const code = await kv.store("a").set("k", "x".repeat(1025)).then(() => "ok", (e) => e.code);
      await note("code", code);`),
    must: { notes: { code: "KV_LIMIT" }, again: "ok" },
  },
  {
    name: "more KV than the guild's share",
    stage: "tight",
    script: onGo(`
      let code = "ok", kept = 0;
      for (let i = 0; i < 200 && code !== "KV_LIMIT"; i++) {
        code = await kv.store("s" + i % 5).set("k" + i, "x".repeat(1000)).then(() => (kept++, "ok"), (e) => e.code);
        if (code === "LIMIT_EXCEEDED") await new Promise((go) => setTimeout(go, 60));
      }
      for (let i = 0; i < 5; i++) await kv.store("s" + i).clear();
      await new Promise((go) => setTimeout(go, 300));
      await note("result", [code, kept <= 65]);`),

    must: { notes: { result: ["KV_LIMIT", true] }, again: "ok" },
  },
  {
    name: "more timers than may be pending",
    stage: "patient",
    script: onGo(`
      let set = 0; try { for (;;) { setTimeout(() => {}, 1e6); set++; } } catch (e) { await note("result", [set, e.code]); }`),
    must: { notes: { result: [1000, "LIMIT_EXCEEDED"] }, again: "ok" },
  },
  {
    name: "a flood of rejections nobody handles",
    stage: "patient",
    script: onGo(`for (let i = 0; i < 20000; i++) Promise.reject(new Error("no " + i));`),
    must: { again: "ok", told: /Unhandled rejection: 19990 more promises were rejected/ },
  },
  {
    name: "a flood of rejections with large stacks",
    stage: "patient",
    script: onGo(`
      const stack = "Error: x\\n" + "    at f (guild.js:1:1)\\n".repeat(400);
      for (let i = 0; i < 5000; i++) Promise.reject(Object.assign(new Error("no"), { stack }));`),
    must: { again: "ok", told: /Unhandled rejection: 4990 more promises were rejected/ },
  },
  {
    name: "a flood of rejections over many turns",
    script: onGo(
      `const again = () => { for (let i = 0; i < 10; i++) Promise.reject(new Error("x".repeat(2000))); setTimeout(again, 0); }; for (let i = 0; i < 100; i++) again();`,
    ),
    drive: endsForItsCpuTime,
    must: {},
  },
  {
    name: "a flood of promises",
    stage: "patient",
    script: onGo(`let p = Promise.resolve(); for (let i = 0; i < 3e5; i++) p = p.then(() => i); await p;`),
    must: { again: "ok" },
  },
  {
    name: "a flood of microtasks that ends",
    stage: "patient",
    script: onGo(`for (let i = 0; i < 3e5; i++) queueMicrotask(() => {});`),
    must: { again: "ok" },
  },
  endless("ops", `kv.store("a").set("k", "v").catch(() => {});`),
  endless("log lines", `console.log("line");`),
  endless("rejections nobody handles", `Promise.reject(new Error("no"));`),
  endless("timers that are set and cleared", `clearTimeout(setTimeout(() => {}, 1));`),
  endless("microtasks", `queueMicrotask(() => {});`),
  {
    name: "more requests at once than fetch allows",
    stage: "patient",
    script: (scene) =>
      onGo(`
        const all = await Promise.allSettled(Array.from({ length: 300 }, () => fetch("http://127.0.0.1:${scene.trapPort}/")));
        const codes = new Set(all.map(({ reason }) => reason?.code ?? "came through"));
        await note("codes", [...codes].sort());`),
    must: { notes: { codes: ["HTTP_FORBIDDEN", "LIMIT_EXCEEDED"] }, again: "ok" },
  },
  {
    name: "more crons than a guild may have",
    script: `for (let i = 0; i < 33; i++) cron("c" + i, "* * * * *", () => {});`,
    must: { refused: /Cannot register more than 32 crons/ },
  },
  {
    name: "more commands than Discord allows",
    script:
      `createBot({ slashCommands: Array.from({ length: 500 }, (_, i) => slash({ name: "c" + i, description: "x", run() {} })) }); on("messageCreate", () => {});`,
    must: { refused: /./ },
  },
  {
    name: "state of many mebibytes",
    stage: "patient",
    script: `const big = state("big", ""); on("messageCreate", () => { big.value = "x".repeat(7.5e6); });`,
    must: { again: "ok" },
  },
  {
    name: "events faster than the queue takes them",
    stage: "patient",
    script: onGo(`await new Promise((go) => setTimeout(go, 2));`),
    async drive(field) {
      const outcomes = await Promise.all(Array.from({ length: 1_100 }, () => field.say("go")));
      const other = outcomes.filter((outcome) => !/^(ok|dropped)/.test(outcome));
      if (other.length > 0) throw new Error(`ended with ${other[0]}`);
    },
    must: {},
  },
  {
    name: "an isolate kept awake for ever",
    script: onGo(`
      for (let i = 0; i < 50; i++) void ctx.awaitComponent("never", { timeout: 15 * 60000 });
      const codes = [];
      for (const timeout of [15 * 60000 + 1, 1e12, Infinity, NaN, "1e12"]) {
        try { await ctx.awaitComponent("never", { timeout }); } catch (e) { codes.push(e.code); }
      }
      await note("codes", codes);`),
    must: { notes: { codes: new Array(5).fill("INVALID_ARGUMENT") }, again: "ok" },
  },
]);

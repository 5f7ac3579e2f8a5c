/** @module Everything else that is counted: ops, frames, log lines, timers, rejections, keys, registrations. */
import { inCategory } from "./contract.ts";
import { onGo } from "./scripts.ts";

const countCode = (code: string, body: string) => `
  const codes = await Promise.all(Array.from({ length: COUNT }, (_, i) => (${body}).then(() => "ok", (e) => e.code ?? String(e))));
  await note("refused", codes.includes("${code}"));
  await note("others", [...new Set(codes)].filter((c) => c !== "ok" && c !== "${code}"));`;

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
    script: onGo(`for (let i = 0; i < 20000; i++) kv.store("a").set("k" + i, "v").catch(() => {});`),
    must: {
      go: ["ok", "lost: cpu-limit", "lost: dispatch-timeout", "timed-out"],
      again: ["ok", "timed-out", "lost", "dropped"],
    },
  },
  {
    name: "a flood of log lines",
    script: onGo(`for (let i = 0; i < 50000; i++) console.log("line " + i);`),
    must: {
      go: ["ok", "lost: cpu-limit", "lost: dispatch-timeout", "timed-out"],
      again: ["ok", "timed-out"],
    },
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
    script: onGo(`console.log("x".repeat(7e6)); await note("done", true);`),
    must: { notes: { done: true }, told: /cut: \d+ bytes, at most 8192/, again: "ok" },
  },
  {
    name: "a log line of a cyclic, deep and wide value",
    script: onGo(`
      const o = { a: new Array(1e6) }; o.self = o; let p = o; for (let i = 0; i < 1e4; i++) p = p.deep = {};
      console.log(o, [o, o], new Map([[o, o]]), new Error("x", { cause: o }));
      await note("done", true);`),
    must: { notes: { done: true }, again: "ok" },
  },
  {
    name: "a call larger than a frame",
    script: onGo(`
      const code = await kv.store("a").set("k", "x".repeat(9e6)).then(() => "ok", (e) => e.code);
      await note("code", code);`),
    must: { notes: { code: "LIMIT_EXCEEDED" }, again: "ok" },
  },
  {
    name: "an answer larger than a frame",
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
      await note("result", [code, kept < 64]);`),

    must: { go: ["ok", "timed-out"], again: "ok" },
  },
  {
    name: "more timers than may be pending",
    script: onGo(`
      let set = 0; try { for (;;) { setTimeout(() => {}, 1e6); set++; } } catch (e) { await note("result", [set, e.code]); }`),
    must: { notes: { result: [1000, "LIMIT_EXCEEDED"] }, again: "ok" },
  },
  {
    name: "a flood of rejections nobody handles",
    script: onGo(`for (let i = 0; i < 20000; i++) Promise.reject(new Error("no " + i));`),
    must: { go: ["ok", "lost", "timed-out"], told: /Unhandled rejection/ },
  },
  {
    name: "a flood of rejections with large stacks",
    script: onGo(`
      const stack = "Error: x\\n" + "    at f (guild.js:1:1)\\n".repeat(400);
      for (let i = 0; i < 5000; i++) Promise.reject(Object.assign(new Error("no"), { stack }));`),
    must: { go: ["ok", "lost: cpu-limit", "lost: dispatch-timeout", "timed-out"] },
  },
  {
    name: "a flood of rejections over many turns",
    script: onGo(
      `const again = () => { for (let i = 0; i < 10; i++) Promise.reject(new Error("x".repeat(2000))); setTimeout(again, 0); }; for (let i = 0; i < 100; i++) again();`,
    ),
    must: { go: ["ok", "lost: cpu-limit", "lost: dispatch-timeout", "timed-out"] },
  },
  {
    name: "a flood of promises",
    script: onGo(`let p = Promise.resolve(); for (let i = 0; i < 3e5; i++) p = p.then(() => i); await p;`),
    must: { go: ["ok", "lost: cpu-limit", "lost: dispatch-timeout", "timed-out"], again: "ok" },
  },
  {
    name: "a flood of microtasks that ends",
    script: onGo(`for (let i = 0; i < 3e5; i++) queueMicrotask(() => {});`),
    must: { go: ["ok", "lost: cpu-limit", "lost: dispatch-timeout", "timed-out"], again: "ok" },
  },
  {
    name: "more requests at once than fetch allows",
    script: (scene) =>
      onGo(
        `const all = await Promise.allSettled(Array.from({ length: 60 }, () => fetch("http://127.0.0.1:${scene.trapPort}/")));
        await note("refused", all.every((r) => r.status === "rejected"));`,
      ),
    must: {
      notes: { refused: true },
      go: ["ok", "lost: cpu-limit", "lost: dispatch-timeout", "timed-out"],
      again: "ok",
    },
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
    script: `const big = state("big", ""); on("messageCreate", () => { big.value = "x".repeat(7.5e6); });`,
    must: { again: "ok" },
  },
  {
    name: "events faster than the queue takes them",
    stage: "deadlines",
    script: onGo(`await new Promise((go) => setTimeout(go, 2));`),
    async drive(field) {
      const outcomes = await Promise.all(Array.from({ length: 1_100 }, () => field.say("go")));
      const other = outcomes.filter((outcome) => !/^(ok|dropped|timed-out)/.test(outcome));
      if (other.length > 0) throw new Error(`ended with ${other[0]}`);
    },
    must: {},
  },
  {
    name: "an isolate kept awake for ever",
    script: onGo(`
      for (let i = 0; i < 50; i++) void ctx.awaitComponent?.("never", { timeout: 15 * 60000 });
      await ctx.awaitComponent("never", { timeout: 1e12 }).catch(() => note("refused", true));`),
    must: { go: ["ok", "threw", "timed-out"] },
  },
]);

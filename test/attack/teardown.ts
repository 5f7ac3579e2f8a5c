/** @module Scripts that do not want to end: they outlive nothing, keep nobody waiting, and speak for no successor. */
import { type Attack, inCategory } from "./contract.ts";
import type { Field } from "./field.ts";
import { onGo } from "./scripts.ts";

type Teardown = Omit<Attack, "category">;

/** The next revision's events are run by it alone. */
async function succeed(field: Field): Promise<void> {
  await field.deploy(onGo(`await note("successor", true);`));
  const outcome = await field.say("go");
  if (outcome !== "ok") throw new Error(`the successor's event ended with ${outcome}`);
}

/** Leaves a state that cannot be saved, after its last event, and is replaced all the same. */
const state = (name: string, value: string): Teardown => ({
  name,
  script: onGo(
    `setTimeout(() => { kept.value = ${value}; note("left", true); }, 1);`,
    `const kept = state("kept", 1);`,
  ),
  async drive(field) {
    await field.say("go");
    await field.until("its state", () => field.note("left"));
    await succeed(field);
  },
  must: { notes: { successor: true } },
});

/** The same where the end of an event shows it. */
const shown = (name: string, value: string, must: Teardown["must"]): Teardown => ({
  name,
  stage: "metered",
  script: onGo(`kept.value = ${value};`, `const kept = state("kept", 1);`),
  must,
  embedded: { cannot: "turns of a thread keep a timeout of their own, which endless loops show" },
});

/** What it writes has stopped changing. */
async function isSilent(field: Field): Promise<void> {
  const ticks = () => field.note("tick");
  await field.until("silence", async () => {
    const before = await ticks();
    await new Promise((resolve) => setTimeout(resolve, 250));
    return before === await ticks();
  });
}

const TICKING = `let n = 0; const tick = () => { note("tick", ++n).catch(() => {}); };`;

export const teardown = inCategory("teardown", [
  state("a state that loops when it is saved", `{ toJSON() { for (;;); } }`),
  state("a state whose getter loops", `{ get x() { for (;;); } }`),
  shown("a state that loops at the end of an event", `{ toJSON() { for (;;); } }`, { go: "lost: cpu-limit" }),
  shown("a state in a circle at the end of an event", `(() => { const o = {}; o.o = o; return o; })()`, {
    told: /Cannot keep state "kept": value is not JSON/,
    again: "ok",
  }),
  shown("a state over the limit at the end of an event", `"x".repeat(9e6)`, {
    told: /Cannot keep state "kept": value is 8\.6 MiB, all states together at most 8\.0 MiB/,
    again: "ok",
  }),
  state(
    "a state that unfolds when it is saved",
    `(() => { let o = {}; for (let i = 0; i < 300; i++) o = { a: o, b: o }; return o; })()`,
  ),
  state(
    "a state that starts endless work when it is saved",
    `{ toJSON() { const again = () => queueMicrotask(again); again(); return 1; } }`,
  ),
  state(
    "a state that calls and sets timers when it is saved",
    `{ toJSON() { for (let i = 0; i < 100; i++) kv.store("a").set("late", "x").catch(() => {}); setInterval(() => {}, 1); return 1; } }`,
  ),
  state("a state that throws when it is saved", `{ toJSON() { throw 1; } }`),
  state("a state that is no JSON", `{ big: 1n }`),
  state("a state in a circle", `(() => { const o = {}; o.o = o; return o; })()`),
  state("a state of proxies", `new Proxy({}, { ownKeys() { for (;;); } })`),
  state("a state over the limit of a frame", `"x".repeat(9e6)`),
  state(
    "a state nested without an end",
    `(() => { let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o; })()`,
  ),
  {
    name: "a state named like a prototype",
    script:
      `const kept = ["__proto__", "constructor", "toString"].map((name) => state(name, {})); on("messageCreate", () => { for (const one of kept) one.value = { polluted: 1 }; });`,
    async drive(field) {
      await field.say("go");
      await field.deploy(onGo(`
        if (({}).polluted !== undefined) await win("polluted", 1);
        await note("successor", state === undefined ? 0 : true);`));
      await field.say("go");
    },
    must: { notes: { successor: true } },
  },
  {
    name: "timers that write on after their guild was replaced",
    script: onGo(`${TICKING} setInterval(tick, 20);`),
    async drive(field) {
      await field.say("go");
      await field.until("its ticks", () => field.note("tick"));
      await succeed(field);
      await isSilent(field);
    },
    must: { notes: { successor: true } },
  },
  {
    name: "timers that write on after their guild was stopped",
    script: onGo(`${TICKING} setInterval(tick, 20);`),
    async drive(field) {
      await field.say("go");
      await field.until("its ticks", () => field.note("tick"));
      await field.worker.stop(field.guildId);
      await isSilent(field);
    },
    must: {},
  },
  {
    name: "an event that does not end while its guild is replaced",
    stage: "deadlines",
    script: onGo(
      `for (;;) { await note("tick", Date.now()).catch(() => {}); await new Promise((go) => setTimeout(go, 20)); }`,
    ),
    async drive(field) {
      const old = field.say("go");
      await field.until("its ticks", () => field.note("tick"));
      await succeed(field);
      const outcome = await old;
      if (!/^(timed-out|lost)/.test(outcome)) throw new Error(`it ended with ${outcome}`);
      await isSilent(field);
    },
    must: { notes: { successor: true } },
  },
  {
    name: "calls of an event whose deadline has passed",
    stage: "deadlines",
    script: onGo(`
      for (;;) {
        try { await note("tick", Date.now()); } catch (e) { globalThis.code = e.code; }
        await new Promise((go) => setTimeout(go, 20));
      }`) + `\non("guildMemberAdd", () => note("code", globalThis.code));`,
    async drive(field) {
      const outcome = await field.say("go");
      if (outcome !== "timed-out") throw new Error(`it ended with ${outcome}`);
      await isSilent(field);
    },
    must: {},
  },
  {
    name: "calls that go on by way of an abort listener",
    stage: "deadlines",
    script: onGo(`${TICKING}
      ctx.signal.addEventListener("abort", () => { setInterval(tick, 20); tick(); });
      await new Promise(() => {});`),
    async drive(field) {
      const outcome = await field.say("go");
      if (outcome !== "timed-out") throw new Error(`it ended with ${outcome}`);
      await isSilent(field);
    },
    must: {},
  },
  {
    name: "an abort listener that floods",
    stage: "deadlines",
    script: onGo(`
      ctx.signal.addEventListener("abort", () => { for (let i = 0; i < 20000; i++) kv.store("a").set("k" + i, "v").catch(() => {}); });
      await new Promise(() => {});`),
    must: { go: ["timed-out", "lost: dispatch-timeout"], again: ["ok", "timed-out", "lost"] },
  },
  {
    name: "a top level that does not end while its guild is stopped",
    script: `on("messageCreate", () => {});`,
    async drive(field) {
      const deploying = field.deploy(`await note("tick", 1); await new Promise(() => {});`).then(
        () => "deployed",
        String,
      );
      await field.until("its top level", () => field.note("tick"));
      await field.worker.stop(field.guildId);
      const result = await deploying;
      if (result === "deployed") throw new Error("it was deployed");
    },
    must: {},
  },
  {
    name: "a guild that is stopped while it computes",
    stage: "turns",
    script: onGo(`for (;;);`),
    async drive(field) {
      const outcome = field.say("go");
      await field.worker.stop(field.guildId);
      if (!/^(timed-out|lost|dropped)/.test(await outcome)) throw new Error(`it ended with ${await outcome}`);
    },
    must: {},
  },
  {
    name: "a guild that is stopped while Discord is slow",
    asksDiscord: true,
    script: onGo(`await ctx.reply("slow"); await note("came", "back");`),
    async drive(field) {
      const outcome = field.say("go");
      await field.until("its reply", () => field.worker.gate.sent.length > 0);
      await field.worker.stop(field.guildId);
      if (!/^(ok|timed-out|lost|dropped)/.test(await outcome)) {
        throw new Error(`it ended with ${await outcome}`);
      }
    },
    must: {},
  },
  {
    name: "ten revisions in a row that all hold on",
    stage: "deadlines",
    script: onGo(`await new Promise(() => {});`),
    async drive(field) {
      const open: Promise<string>[] = [];
      for (let i = 0; i < 10; i++) {
        open.push(field.say("go"));
        await field.deploy(onGo(`await new Promise(() => {});`));
      }
      const ends = await Promise.all(open);
      const odd = ends.filter((end) => !/^(timed-out|lost|dropped)/.test(end));
      if (odd.length > 0) throw new Error(`one ended with ${odd[0]}`);
    },
    must: {},
  },
  {
    name: "a turn that returns just as its time is up",
    stage: "turns",
    script:
      `on("messageCreate", (ctx) => { for (const end = Date.now() + Number(ctx.msg.content); Date.now() < end;); });`,
    async drive(field) {
      for (let ms = 140; ms <= 156; ms++) {
        const outcome = await field.say(`${ms}`);
        if (!/^(ok|timed-out|lost: crashed)/.test(outcome)) throw new Error(`${ms} ms ended with ${outcome}`);
      }
    },
    must: {},
  },
  {
    name: "a script that fails again and again",
    stage: "turns",
    script: onGo(`for (;;);`),
    async drive(field) {
      const seen: string[] = [];
      for (let i = 0; i < 30 && !seen.some((end) => /paused/.test(end)); i++) {
        seen.push(await field.say("go"));
      }
      if (!seen.some((end) => /^dropped: .*paused because it failed too often/.test(end))) {
        throw new Error(`it was never paused: ${seen.slice(-3).join("; ")}`);
      }
    },
    must: { told: /Script is paused for \d+ s: it failed too often/ },
  },
]);

export const stale = inCategory("stale", [
  {
    name: "an event of an older generation",
    script: onGo(`await note("ran", true);`),
    async drive(field) {
      await field.say("again");
      const outcome = await field.say("go", 1);
      if (!outcome.startsWith("dropped: generation 1 is over")) throw new Error(`it ended with ${outcome}`);
      if (await field.note("ran")) throw new Error("it ran");
    },
    must: {},
  },
  {
    name: "an older isolate that ends its successor's events",
    stage: "forger",
    script: onGo(`
      setInterval(() => forge.frames(Array.from({ length: 3000 }, (_, i) => ({ t: "done", d: "event-" + i }))), 10);
      await note("tick", 1);
      await new Promise(() => {});`),
    async drive(field) {
      const old = field.say("go");
      await field.until("its ticks", () => field.note("tick"));
      await field.deploy(
        onGo(`await new Promise((go) => setTimeout(go, 200)); throw new Error("from the successor");`),
      );
      const outcome = await field.say("go");
      if (!outcome.startsWith("threw: from the successor")) throw new Error(`it ended with ${outcome}`);
      await old;
    },
    must: {},
  },
  {
    name: "an older isolate that answers its successor's loading",
    stage: "forger",
    script: onGo(`
      setInterval(() => forge.frames([{ t: "load-failed", message: "forged", stack: "" }, { t: "frozen", state: { kept: "forged" } }]), 5);
      await note("tick", 1);
      await new Promise(() => {});`),
    async drive(field) {
      const old = field.say("go");
      await field.until("its ticks", () => field.note("tick"));
      await succeed(field);
      await old;
    },
    must: { notes: { successor: true } },
  },
  {
    name: "calls under the name of an event that an older isolate had",
    stage: "forger",
    script: onGo(`await note("d", forge.d);`),
    async drive(field) {
      await field.say("go");
      const d = await field.note("d") as string;
      await field.deploy(onGo(`
        forge.frames([{ t: "op", id: 0, d: ${
        JSON.stringify(d)
      }, name: "log.write", args: { level: "info", message: "called" } }]);`));
      await field.say("go");
      await field.until("the line", async () => (await field.logs()).includes("called"));
      const lines = await field.worker.storage.logs.read(field.guildId, { limit: 100 });
      const line = lines.find(({ message }) => message === "called")!;
      if (line.dispatchId === d) throw new Error("it counted to the older isolate's event");
    },
    must: {},
  },
  {
    name: "an interaction handle of before a restart",
    script: onGo(`await note("x", 1);`),
    async drive(field) {
      await field.worker.stop(field.guildId);
      const outcome = await field.say("go");
      if (!/^(ok|dropped)/.test(outcome)) throw new Error(`it ended with ${outcome}`);
    },
    must: {},
  },
]);

/** @module CPU time, whole and in slices. */
import { type Attack, inCategory } from "./contract.ts";
import type { Field } from "./field.ts";
import { onGo } from "./scripts.ts";

/** What the stage `tight` lets a guild save up, and its share of one core. */
const BURST_MS = 200;
const SHARE = 0.25;
/** The event that empties the account runs to its end; figures are taken every tenth of a second. */
const OVERSHOOT_MS = 300;

const burn = (ms: number) => `for (const end = Date.now() + ${ms}; Date.now() < end;);`;

/** What is forgiven outside of events, as a share of one core and besides. */
const FORGIVEN_SHARE = 0.05;
const FORGIVEN_MS = 250;
/** A guest that gives way on a crowded machine may get less than that: looked at after so long. */
const CROWDED_MS = 10_000;

/** Waits until the watch has ended the guest for its CPU time; where others leave it next to nothing it may live on with that. */
export async function endsForItsCpuTime(field: Field): Promise<void> {
  await field.say("go");
  const start = performance.now();
  const before = (await field.usage()).cpuMs;
  const ended = async () =>
    (await field.logs()).some((line) => /Script was ended: it used too much CPU/.test(line));
  const crowdedOut = async () => {
    const elapsedMs = performance.now() - start;
    const { cpuMs } = await field.usage();
    return elapsedMs > CROWDED_MS && cpuMs - before <= FORGIVEN_MS + FORGIVEN_SHARE * elapsedMs;
  };
  await field.until("the end", async () => await ended() || await crowdedOut());
}

/** A turn that a timeout of its own ended, as on threads, used less than this where the watch could not be quicker. */
const STARVED_MS = 1_500;

/** The watch ends the guest for its CPU time, unless others leave it next to nothing of a processor until its turn is over. */
async function isHeldToItsCpuTime(field: Field): Promise<void> {
  const before = (await field.usage()).cpuMs;
  const outcome = await field.say("go");
  const usedMs = (await field.usage()).cpuMs - before;
  if (outcome === "lost: cpu-limit") {
    const told = /it used too much CPU time, at most 250 ms/;
    await field.until(
      "its owner to be told",
      async () => (await field.logs()).some((line) => told.test(line)),
    );
  } else if (outcome !== "timed-out" || usedMs > STARVED_MS) {
    throw new Error(`"go" ended with ${outcome} after ${usedMs} ms of CPU time`);
  }
  const again = await field.say("again");
  if (again !== "ok") throw new Error(`"again" ended with ${again}`);
}

/** Nothing but the watch outside ends a turn here, as under the limits that flora ships with. */
const watched = (place: string, body: string, more: Partial<Attack> = {}): Omit<Attack, "category"> => ({
  name: `endless loop in ${place}, held by its CPU time`,
  stage: "metered",
  script: onGo(body),
  must: { go: "lost: cpu-limit" },
  embedded: { cannot: "turns of a thread keep a timeout of their own, which the other loops show" },
  ...more,
});
const outside = { drive: endsForItsCpuTime, must: {} };

export const cpu = inCategory("CPU", [
  watched("a handler after an await", `await kv.store("a").get("k"); for (;;);`),
  watched("a chain of microtasks", `for (;;) await null;`),
  watched("a thrown value", `throw { toString() { for (;;); }, toJSON() { for (;;); } };`),
  watched("a regular expression", `/^(a+)+$/.test("a".repeat(50) + "b");`),
  watched(
    "toJSON of an argument",
    `await kv.store("a").set("k", "v", { metadata: { toJSON() { for (;;); } } });`,
  ),
  watched("a timer", `setTimeout(() => { for (;;); }, 1);`, outside),
  watched("a rejection nobody handles", `Promise.reject({ toString() { for (;;); } });`, outside),
  {
    name: "endless loop beside many events that share its CPU time",
    script: `on("messageCreate", async (ctx) => {
      if (ctx.msg.content === "go") await new Promise(() => {});
      for (;;);
    });`,
    async drive(field) {
      const waiting = Array.from({ length: 15 }, () => field.say("go"));
      const outcomes = await Promise.all([...waiting, field.say("loop")]);
      if (outcomes.some((outcome) => !/^(lost|timed-out)/.test(outcome))) throw new Error(outcomes.join());
    },
    must: {},
  },
  {
    name: "CPU time of one event",
    stage: "metered",
    script: onGo(`for (;;);`),
    drive: isHeldToItsCpuTime,
    must: {},
  },
  {
    name: "CPU time cut into slices between ops",
    stage: "metered",
    script: onGo(`for (;;) { ${burn(20)} await kv.store("a").get("k"); }`),
    must: { go: "lost: cpu-limit", again: "ok" },
  },
  {
    name: "CPU time cut into slices between timers of an event",
    stage: "metered",
    script: onGo(`for (;;) { ${burn(20)} await new Promise((go) => setTimeout(go, 1)); }`),
    must: { go: "lost: cpu-limit", again: "ok" },
  },
  {
    name: "CPU time of timers that outlive their event",
    script: onGo(`const again = () => { ${burn(50)} setTimeout(again, 0); }; again();`),
    drive: endsForItsCpuTime,
    must: {},
  },
  {
    name: "CPU time of many intervals",
    script: onGo(`for (let i = 0; i < 500; i++) setInterval(() => { ${burn(1)} }, 0);`),
    drive: endsForItsCpuTime,
    must: {},
  },
  {
    name: "CPU time of wake-ups alone",
    script: onGo(`const again = () => setTimeout(again, 0); for (let i = 0; i < 900; i++) again();`),
    drive: endsForItsCpuTime,
    must: {},
  },
  {
    name: "CPU time over the long run, each event within its limit",
    stage: "tight",
    script: onGo(burn(150)),
    async drive(field) {
      const start = performance.now();
      for (let i = 0; i < 6; i++) await field.say("go");
      const { cpuMs } = await field.usage();
      const mostMs = BURST_MS + SHARE * (performance.now() - start) + OVERSHOOT_MS;
      if (cpuMs > mostMs) throw new Error(`it used ${cpuMs} ms, at most ${Math.round(mostMs)} ms`);
    },
    must: {},
  },
  {
    name: "CPU time at the top level",
    stage: "deadlines",
    script: `for (;;) { ${burn(20)} await kv.store("a").get("k"); }`,
    must: { refused: /top level still runs after 1500 ms|isolate ended/ },
  },
  {
    name: "CPU time in the SDK's own cryptography",
    stage: "metered",
    script: onGo(`for (;;) { crypto.getRandomValues(new Uint8Array(65536)); }`),
    drive: isHeldToItsCpuTime,
    must: {},
  },
  {
    name: "many events at once that all burn",
    script: onGo(burn(100)),
    async drive(field) {
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => field.say("go")));
      if (outcomes.some((outcome) => !/^(ok|lost|dropped|timed-out)/.test(outcome))) {
        throw new Error(outcomes.join());
      }
    },
    must: {},
  },
]);

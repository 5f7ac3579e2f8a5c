/** @module Ops that end in the store: key-value, secrets, the log. */
import { bundleFiles } from "@flora/bundler";
import type { GuildId } from "@flora/model";
import { type Adapter, BenchWorker } from "../isolate/bench-worker.ts";
import { rounded } from "../isolate/samples.ts";
import { Arrivals, CALLS, LANES } from "./arrivals.ts";

/** Calls of what takes no round trip, between two that do: many enough to be seen beside one. */
const LINES = 100;
const READS = 3_000;
const ROUND_TRIPS = 1_000;

const each = (calls: number, body: string) => `for (let n = 0; n < ${calls}; n++) { ${body} }`;
const lanes = (body: string) =>
  `await Promise.all(Array.from({ length: ${LANES} }, async () => { ${
    each(Math.ceil(CALLS / LANES) * 3, body)
  } }));`;

const get = `await store.get("key");`;
const set = `await store.set("key", value);`;
const marker = `await kv.usage();`;

const SOURCE = `
const store = kv.store("bench");
const value = "v".repeat(100);
const runs: Record<string, () => Promise<unknown>> = {
  async get() { ${each(CALLS, get)} },
  async getLanes() { ${lanes(get)} },
  async set() { ${each(CALLS, set)} },
  async setLanes() { ${lanes(set)} },
  async marker() { ${each(CALLS, marker)} },
  async secret() { ${each(ROUND_TRIPS, `${each(READS, `secrets.get("API");`)} ${marker}`)} },
  async log() { ${each(ROUND_TRIPS, `${each(LINES, `console.log("a line of the log", n);`)} ${marker}`)} },
};
on("messageCreate", (ctx) => runs[ctx.msg.content]!());`;

/** A guild may take a fifth of the worker's thread, so it is so many that show what a worker does. */
const GUILDS = 5;
/** Limits that scripts which call ops without pause would run into; what is measured is flora, not them. */
const limits = {
  dispatchTimeoutMs: 60_000,
  cpuPerDispatchMs: 60_000,
  turnTimeoutMs: 120_000,
  logLinesPerSecond: 1_000_000,
  cpuBurstMs: 1_000_000,
};

/** What a script waits for each op, and how many ops a worker answers a second. */
export async function measureStoreOps(
  adapter: Adapter,
  storageUrl?: string,
): Promise<Record<string, number>> {
  const { code, sourceMap } = await bundleFiles({ "bot.ts": SOURCE }, "bot.ts");
  const arrivals = new Arrivals();
  const counted = { name: "" };
  const onOp = (name: string) => name === counted.name ? arrivals.note() : undefined;
  return await BenchWorker.with({ adapter, limits, onOp, storageUrl }, async (worker) => {
    const guilds: GuildId[] = [];
    for (let n = 0; n < GUILDS; n++) guilds.push(await worker.deploy({ code, sourceMap, source: SOURCE }));
    const run = async (what: string, op: string, ids = guilds.slice(0, 1)) => {
      arrivals.clear();
      counted.name = op;
      for (const { status } of await Promise.all(ids.map((id) => worker.say(id, what)))) {
        if (status !== "ok") throw new Error(`Cannot measure ${what}: it ended as ${status}`);
      }
      return arrivals;
    };
    for (const id of guilds) await run("set", "kv.set", [id]);
    const wallMs = (await run("marker", "kv.usage")).medianMs();
    const beside = (many: number) => ({ apartMs: wallMs, many });
    return {
      wallP50Us: rounded(1_000 * wallMs),
      ...(await run("get", "kv.get")).spread("kvGet"),
      ...(await run("getLanes", "kv.get", guilds)).perSecond("kvGet"),
      ...(await run("set", "kv.set")).spread("kvSet"),
      ...(await run("setLanes", "kv.set", guilds)).perSecond("kvSet"),
      ...(await run("secret", "kv.usage")).spread("secret", beside(READS)),
      ...(await run("secret", "kv.usage", guilds)).perSecond("secret", READS),
      ...(await run("log", "kv.usage")).spread("log", beside(LINES)),
      ...(await run("log", "kv.usage", guilds)).perSecond("log", LINES),
    };
  });
}

/** @module Guests without a worker around them: how fast they start, and how fast one that hangs is ended. */
import { type GuildId, Limits } from "@flora/model";
import type { IsolateFactory, IsolateHost } from "@flora/isolation";
import { BenchWorker } from "./bench-worker.ts";
import { quantile, rounded, timed } from "./samples.ts";

const SPAWNS = 60;
const KILLS = 25;
const DEADLINE_MS = 100;
/** Hangs in native code, which no timeout of V8's interrupts. */
const stuck = `(async () => {
  on("messageCreate", () => Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1));
})()`;
/** What would end the hanging guest before its deadline is out of the way. */
const limits = Limits.parse({ turnTimeoutMs: 60_000, cpuPerDispatchMs: 60_000 });
const host: IsolateHost = { op: () => Promise.resolve({ ok: null }), unhandled: () => {} };

function create(isolates: IsolateFactory) {
  const guildId = "100000000000000001" as GuildId;
  return isolates.create({ guildId, generation: 1, limits, secrets: {}, state: {} }, host);
}

/** Guests booted with the SDK evaluated, as many at once as the factory allows. */
async function spawnPerSecond(isolates: IsolateFactory): Promise<number> {
  const start = performance.now();
  const guests = await Promise.all(Array.from({ length: SPAWNS }, () => create(isolates)));
  const seconds = (performance.now() - start) / 1_000;
  await Promise.all(guests.map((guest) => guest.terminate("shutdown")));
  return SPAWNS / seconds;
}

async function kill(isolates: IsolateFactory): Promise<number> {
  const guest = await create(isolates);
  await guest.load(stuck);
  const event = { id: "1", event: "messageCreate", msg: {}, raw: {}, timeoutMs: DEADLINE_MS };
  const [took] = await timed(1, async () => {
    void guest.dispatch(event);
    const { reason } = await guest.ended;
    if (reason !== "dispatch-timeout") throw new Error(`Cannot measure: guest ended with ${reason}`);
  });
  return took! - DEADLINE_MS;
}

export function measureGuests() {
  return BenchWorker.with({}, async ({ isolates }) => {
    const spawns = await spawnPerSecond(isolates);
    const kills: number[] = [];
    for (let n = 0; n < KILLS; n++) kills.push(await kill(isolates));
    return {
      spawnPerSecond: rounded(spawns),
      killP50Ms: rounded(quantile(kills, 0.5)),
      killP99Ms: rounded(quantile(kills, 0.99)),
    };
  });
}

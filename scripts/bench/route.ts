/** @module Events through the interest filter and to a worker, with 100 000 guilds on one gateway. */
import { emptyManifest, type GuildId } from "@flora/model";
import { openStorage } from "@flora/storage";
import { createLogger, createMetrics } from "@flora/telemetry";
import { DiscordCache } from "../../apps/gateway/src/discord/cache.ts";
import type { Payload } from "../../apps/gateway/src/discord/normalize.ts";
import { InsideDesk } from "../../apps/gateway/src/inside/desk.ts";
import { Interest } from "../../apps/gateway/src/interest.ts";
import { gatewayMetrics } from "../../apps/gateway/src/metrics.ts";
import { Pool } from "../../apps/gateway/src/pool/pool.ts";
import { WorkerLink } from "../../apps/gateway/src/pool/worker-link.ts";
import { Receiver } from "../../apps/gateway/src/receive.ts";
import { Interactions } from "../../apps/gateway/src/rest/interactions.ts";
import { Generations } from "../../apps/gateway/src/router/generations.ts";
import { Router } from "../../apps/gateway/src/router/route.ts";
import { WhyKeeper } from "../../apps/gateway/src/why/keeper.ts";
import { fillCache, guildIds, messages, presence } from "./route/guilds.ts";

const GUILDS = 100_000;
const WORKERS = 16;
const EVENTS = 1_000_000;
const ROUNDS = 5;

export async function run() {
  const ids = guildIds(GUILDS);
  const metrics = gatewayMetrics(createMetrics());
  const cache = new DiscordCache();
  fillCache(cache, ids);
  const interest = new Interest();
  // Every guild has a script; none of them wants what comes, and what is cheapest to drop is not all that comes.
  const manifest = { ...emptyManifest, events: ["memberAdd"], prefix: "!", prefixCommands: ["x"] };
  for (const id of ids) interest.set(id, manifest);
  const why = new WhyKeeper({ wordOf: interest.wordOf.bind(interest), now: Date.now });
  const none = () => Promise.reject(new Error("not in this bench"));
  const desk = new InsideDesk({
    discord: { request: none },
    reads: { read: none },
    apiUrl: "",
    emulated: true,
    interactions: new Interactions(),
    log: createLogger({ name: "bench", level: "error" }),
  });
  const parts = {
    cache,
    interest,
    interactions: new Interactions(),
    metrics,
    deliver: () => Promise.reject(new Error("an event that nobody wants was delivered")),
    answerUnserved: () => Promise.resolve(),
    log: createLogger({ name: "bench", level: "error" }),
    onAvailable() {},
    onLeft() {},
    forFlora: (payload: Payload) => desk.take(payload),
    onFiltered: why.filtered.bind(why),
  };
  const receiver = new Receiver(parts);
  const payloads = [...messages(ids, 4_096), ...presence(ids, 4_096)];
  const uninteresting = best(() => drop(receiver, payloads));
  const { router, pool, close } = await placedRouter(ids, metrics);
  const map = new Map(ids.map((id) => [id, pool.owner(id)]));
  const sample = shuffled(ids);
  const figures = {
    uninterestingPerSecond: Math.round(1e9 / uninteresting),
    uninterestingNs: round(uninteresting),
    routeNs: round(best(() => perCall(sample, (id) => router.currentOwner(id)))),
    mapLookupNs: round(best(() => perCall(sample, (id) => map.get(id)))),
    ringNs: round(best(() => perCall(sample, (id) => pool.owner(id)))),
    guilds: GUILDS,
    workers: WORKERS,
  };
  await close();
  return figures;
}

/** Nanoseconds per event. */
function drop(receiver: Receiver, payloads: Payload[]): number {
  const startedAt = performance.now();
  for (let event = 0; event < EVENTS; event++) receiver.receive(payloads[event & 8_191]!);
  return (performance.now() - startedAt) * 1e6 / EVENTS;
}

function perCall(ids: GuildId[], call: (id: GuildId) => unknown): number {
  let found = 0;
  const startedAt = performance.now();
  for (const id of ids) if (call(id) !== undefined) found++;
  const ms = performance.now() - startedAt;
  if (found !== ids.length) throw new Error(`${ids.length - found} guilds were not found`);
  return ms * 1e6 / ids.length;
}

/** The fastest of several rounds: what the machine does besides is not what is measured. */
function best(round: () => number): number {
  return Math.min(...Array.from({ length: ROUNDS }, round));
}

/** Every guild has its worker and its lease, as when each has had an event. */
async function placedRouter(ids: GuildId[], metrics: ReturnType<typeof gatewayMetrics>) {
  const log = createLogger({ name: "bench", level: "error" });
  const storage = await openStorage("sqlite::memory:");
  const pool = new Pool({ expected: WORKERS, graceMs: 0 });
  const router = new Router({ pool, generations: new Generations(), storage, metrics, log });
  pool.listen({ onJoin: () => router.onJoin(), onLeave() {} });
  for (let number = 0; number < WORKERS; number++) pool.add(idleWorker(`worker-${number}`));
  for (const id of ids) await router.owner(id);
  return { router, pool, close: () => storage.close() };
}

/** A worker that is never asked for anything. */
function idleWorker(name: string): WorkerLink {
  const link = { closed: new Promise<void>(() => {}), onDrain() {} };
  return new WorkerLink(name, 0, link as unknown as ConstructorParameters<typeof WorkerLink>[2]);
}

function shuffled(ids: GuildId[]): GuildId[] {
  return ids.map((_, index) => ids[(index * 48_271 + 11) % ids.length]!);
}

function round(ns: number): number {
  return Math.round(ns * 10) / 10;
}

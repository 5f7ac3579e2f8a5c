/** @module Guilds that move between workers while their events come in: how long they pause, and whether anything goes wrong. */
import { until } from "@flora/model/until";
import type { TestGuild } from "../../test/support/guilds.ts";
import { Field } from "./migrate/field.ts";

const GUILDS = 50;
const WORKERS = 2;
const MIGRATIONS = 1_000;
const MOVES_AT_ONCE = 2;
/** Messages per second, over all guilds: each is answered, and Discord takes 50 answers per second from a bot. */
const EVENTS_PER_SECOND = 25;

export async function run() {
  const field = await Field.open(GUILDS, WORKERS);
  try {
    console.error(`${GUILDS} guilds on ${WORKERS} workers, ${EVENTS_PER_SECOND} messages per second`);
    const load = startLoad(field);
    const { pauses, refused, seconds } = await moveAround(field);
    console.error(`${pauses.length} moves in ${seconds.toFixed(1)} s`);
    // What the source waited for handlers that ran already is their own time.
    const { migrations } = await field.client.migrations({ limit: MIGRATIONS });
    for (const step of ["prepare", "freeze", "thaw", "lease", "dispose"] as const) {
      const ms = migrations.flatMap(({ steps }) =>
        steps.filter((one) => one.step === step).map(({ ms }) => ms)
      );
      console.error(`${step.padEnd(8)} p50 ${quantile(ms, 0.5)} ms, p99 ${quantile(ms, 0.99)} ms`);
    }
    const own = migrations.filter(({ outcome }) => outcome === "target")
      .map(({ pauseMs, waitedMs }) => pauseMs - waitedMs);
    const evacuate50Ms = await evacuate(field);
    const events = await load.stop();
    await until(
      "every event to be answered",
      () => field.guilds.every((guild) => field.settled(guild)),
      60_000,
    );
    return {
      pauseP50Ms: quantile(pauses, 0.5),
      pauseP99Ms: quantile(pauses, 0.99),
      beyondHandlersP50Ms: quantile(own, 0.5),
      beyondHandlersP99Ms: quantile(own, 0.99),
      migrationsPerSecond: round(pauses.length / seconds),
      evacuate50Ms: Math.round(evacuate50Ms),
      violations: field.guilds.reduce((sum, guild) => sum + field.violations(guild), 0),
      migrations: pauses.length,
      refused,
      events,
    };
  } finally {
    await field.close();
  }
}

/** Says something in one guild after the other, steadily. */
function startLoad(field: Field): { stop(): Promise<number> } {
  const stopping = new AbortController();
  let events = 0;
  const run = async () => {
    const startedAt = performance.now();
    while (!stopping.signal.aborted) {
      const dueAt = startedAt + events * 1_000 / EVENTS_PER_SECOND;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
      await field.say(field.guilds[events++ % field.guilds.length]!);
    }
    return events;
  };
  const running = run();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}

/** Moves guilds to the other worker, each in turn; one that cannot move now is passed over and counted. */
async function moveAround(field: Field) {
  const names = (await field.client.workers()).workers.map(({ name }) => name);
  const at = await field.placements();
  const pauses: number[] = [];
  let refused = 0;
  let turn = 0;
  const startedAt = performance.now();
  const move = async (guilds: TestGuild[]) => {
    while (pauses.length < MIGRATIONS) {
      const { id } = guilds[turn++ % guilds.length]!;
      const target = names.find((name) => name !== at.get(id))!;
      try {
        pauses.push((await field.client.migrate(id, target)).pauseMs);
        at.set(id, target);
      } catch (error) {
        refused++;
        if (refused > MIGRATIONS / 10) throw error;
      }
    }
  };
  // No guild is moved by two at once.
  const shares = Array.from(
    { length: MOVES_AT_ONCE },
    (_, share) => field.guilds.filter((_, index) => index % MOVES_AT_ONCE === share),
  );
  await Promise.all(shares.map(move));
  return { pauses, refused, seconds: (performance.now() - startedAt) / 1_000 };
}

/** Milliseconds until a worker with every guild on it has none. */
async function evacuate(field: Field): Promise<number> {
  const full = (await field.client.workers()).workers[0]!.name;
  for (const { id } of field.guilds) await field.client.pin(id, full);
  await until("all guilds on one worker", async () => {
    return [...(await field.placements()).values()].every((worker) => worker === full);
  });
  const startedAt = performance.now();
  const { left } = await field.client.drain(full, false);
  if (left.length > 0) throw new Error(`Cannot evacuate ${full}: ${left.length} guilds are left`);
  return performance.now() - startedAt;
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.floor(sorted.length * share)]!);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { defaultLoadRules as rules, planSheds, type WorkerLoad } from "./plan.ts";

const NOW = 10_000_000;

function worker(name: string, guilds: number[], more: Partial<WorkerLoad> = {}): WorkerLoad {
  const load = guilds.reduce((sum, one) => sum + one, 0);
  return {
    name,
    load,
    ...(load > rules.high ? { busySince: NOW - rules.busyForMs } : {}),
    guilds: guilds.map((load, index) => ({ guildId: `${name}-${index}` as GuildId, load, movable: true })),
    ...more,
  };
}

const plan = (...workers: WorkerLoad[]) =>
  planSheds(workers, rules, NOW).map(({ guildId, to }) => `${guildId} to ${to}`);

Deno.test("planSheds() moves the busiest guilds that fit, to whoever has least, until the worker is no longer busy", () => {
  const busy = worker("a", [0.3, 0.25, 0.2, 0.15]);
  assert.deepEqual(plan(busy, worker("b", [0.2]), worker("c", [0.3])), ["a-0 to b"]);
  const crowded = worker("a", Array(20).fill(0.05));
  assert.equal(plan(crowded, worker("b", [])).length, rules.mostMoves);
});

Deno.test("planSheds() waits until a worker has been busy for a while, and after every change", () => {
  const guilds = [0.5, 0.4];
  assert.equal(plan(worker("a", guilds), worker("b", [])).length, 1);
  assert.deepEqual(plan(worker("a", guilds, { busySince: NOW - 1_000 }), worker("b", [])), []);
  assert.deepEqual(plan(worker("a", guilds, { changedAt: NOW - 1_000 }), worker("b", [])), []);
  assert.deepEqual(plan(worker("a", guilds), worker("b", [], { changedAt: NOW - 1_000 })), []);
});

Deno.test("planSheds() leaves guilds where they are that are pinned, small, or were shed lately", () => {
  const busy = worker("a", [0.3, 0.3, 0.3, 0.005]);
  const guilds = busy.guilds.map((guild, index) => ({
    ...guild,
    movable: index !== 0,
    ...(index === 1 ? { shedAt: NOW - rules.guildStaysMs + 1 } : {}),
  }));
  assert.deepEqual(plan({ ...busy, guilds }, worker("b", [])), ["a-2 to b"]);
});

Deno.test("planSheds() makes nobody else busy, and moves nothing where that would only move the trouble", () => {
  assert.deepEqual(plan(worker("a", [0.9]), worker("b", [])), []);
  assert.deepEqual(plan(worker("a", [0.3, 0.3, 0.3]), worker("b", [0.5])), []);
  assert.deepEqual(plan(worker("a", [0.3, 0.3, 0.3]), worker("b", [0.3, 0.3, 0.3])), []);
});

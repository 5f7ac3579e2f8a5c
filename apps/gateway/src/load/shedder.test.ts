import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { createLogger } from "@flora/telemetry";
import { type Bench, event, withRouter } from "../testing/router-bench.ts";
import type { ScriptedWorker } from "../testing/scripted-worker.ts";
import { defaultLoadRules as rules } from "./plan.ts";
import { Shedder } from "./shedder.ts";

const EVERY_MS = 5_000;
const guilds = ["100000000000000001", "100000000000000002", "100000000000000003"] as GuildId[];
/** What each of them uses of a core. */
const shares = [0.2, 0.5, 0.2];

/** A shedder that has watched two workers for a while, all guilds on the first of them at the start. */
async function watch(
  { router, pool, join, link }: Bench,
  prepare: (busy: ScriptedWorker) => void = () => {},
) {
  const workers = [await join("worker-0"), await join("worker-1")];
  const links = [await link("worker-0"), await link("worker-1")];
  for (const guild of guilds) {
    await router.migrate(guild, links[0]!, "asked");
    pool.settle(guild, "worker-0");
  }
  prepare(workers[0]!);
  const log = createLogger({ name: "test", write() {} });
  const shedder = new Shedder({ pool, router, cores: 2, rules, log });
  for (let now = 0; now <= rules.busyForMs * 3; now += EVERY_MS) {
    const used = guilds.map((guildId, index) => ({
      guildId,
      state: "running" as const,
      generation: 1,
      dispatches: 0,
      residentBytes: 0,
      queueWaitMs: 0,
      longestQueueWaitMs: 0,
      cpuMs: now * shares[index]!,
    }));
    for (const [number, worker] of workers.entries()) {
      worker.stats = {
        cpuMs: now * 0.02,
        guilds: used.filter(({ guildId }) => router.currentOwner(guildId) === links[number]),
      };
    }
    await shedder.look(now);
  }
  return { workers, shedder };
}

Deno.test("Shedder moves the busiest guild off a worker that stays busy, and it stays there", () =>
  withRouter({}, async (bench) => {
    const { router } = bench;
    const { workers, shedder } = await watch(bench);
    assert.deepEqual(guilds.map((guild) => router.currentOwner(guild)?.name), [
      "worker-0",
      "worker-1",
      "worker-0",
    ]);
    assert.deepEqual(router.traces.list({ limit: 9 }).map(({ guildId, reason }) => [guildId, reason]), [
      [guilds[1], "load"],
    ]);
    assert.deepEqual(router.misplaced(), []);
    assert.ok(shedder.loads().get("worker-0")! > 0.3);
    await router.deliver(event("event", { guild: guilds[1]! }));
    assert.equal(workers[1]!.frames.length, 1);
    await workers[1]!.die();
    await router.deliver(event("event", { guild: guilds[1]! }));
    assert.equal(workers[0]!.frames.length, 1);
  }));

Deno.test("Shedder moves others off a busy worker where the busiest guild's handlers never end", () =>
  withRouter({}, async (bench) => {
    const { router } = bench;
    const { workers: [busy] } = await watch(bench, (busy) => {
      busy.onFreeze = () => {
        const { guildId } = busy.calls.at(-1)!;
        return guildId === guilds[1] ? Promise.reject(new Error("handlers still run")) : Promise.resolve();
      };
    });
    assert.deepEqual(guilds.map((guild) => router.currentOwner(guild)?.name), [
      "worker-1",
      "worker-0",
      "worker-1",
    ]);
    const tried = busy!.calls.filter(({ method, guildId }) => method === "freeze" && guildId === guilds[1]);
    assert.equal(tried.length, 1, "it is not held up again and again");
  }));

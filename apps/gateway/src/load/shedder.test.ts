import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { createLogger } from "@flora/telemetry";
import { event, withRouter } from "../testing/router-bench.ts";
import { defaultLoadRules as rules } from "./plan.ts";
import { Shedder } from "./shedder.ts";

const EVERY_MS = 5_000;

Deno.test("Shedder moves the busiest guild off a worker that stays busy, and it stays there", () =>
  withRouter({}, async ({ router, pool, join, link }) => {
    const workers = [await join("worker-0"), await join("worker-1")];
    const links = [await link("worker-0"), await link("worker-1")];
    const guilds = ["100000000000000001", "100000000000000002", "100000000000000003"] as GuildId[];
    for (const guild of guilds) {
      await router.migrate(guild, links[0]!, "asked");
      pool.settle(guild, "worker-0");
    }
    const shedder = new Shedder({
      pool,
      router,
      cores: 2,
      rules,
      log: createLogger({ name: "test", write() {} }),
    });
    const shares = [0.2, 0.5, 0.2];
    for (let now = 0; now <= rules.busyForMs * 2; now += EVERY_MS) {
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

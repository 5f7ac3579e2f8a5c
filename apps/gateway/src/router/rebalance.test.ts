import assert from "node:assert/strict";
import { ControlError } from "@flora/model";
import { until } from "@flora/model/until";
import { createLogger } from "@flora/telemetry";
import { event, guildId, withRouter } from "../testing/router-bench.ts";
import { Rebalancer } from "./rebalance.ts";

Deno.test("Rebalancer brings a guild home that could not move at first, however long that takes", () =>
  withRouter({ moveAgainMs: 1_500 }, async ({ router, pool, join, link }) => {
    const rebalancer = new Rebalancer(router, pool, createLogger({ name: "test", write() {} }));
    const [away, home] = [await join("worker-0"), await join("worker-1")];
    await link("worker-1");
    await router.migrate(guildId, await link("worker-0"), "asked");
    pool.pin(guildId, "worker-1");
    let refusals = 0;
    away.onFreeze = () => {
      if (refusals++ > 0) return Promise.resolve();
      return Promise.reject(new ControlError("CONFLICT", "handlers still run"));
    };
    try {
      await rebalancer.start();
      assert.equal(refusals, 1);
      await until("it to come home", () => router.currentOwner(guildId)?.name === "worker-1");
      await router.deliver(event("event"));
      assert.equal(home.frames.length, 1);
    } finally {
      rebalancer.stop();
    }
  }));

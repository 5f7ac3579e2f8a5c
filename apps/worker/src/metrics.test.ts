import assert from "node:assert/strict";
import { createMetrics } from "@flora/telemetry";
import { Harness } from "./testing/harness.ts";

Deno.test("a worker counts turns, ops, boots and ends, and shows what its guilds use", async () => {
  const metrics = createMetrics({ process: "worker-0" });
  await Harness.with({ worker: { metrics } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `on("messageCreate", async (ctx) => {
        await kv.store("x").get("y");
        for (let n = 0; n < 300; n++) console.log("noise");
        if (ctx.msg.content === "break") throw new Error("x");
      });`,
    );
    await flora.say(guild, "hi");
    await flora.say(guild, "break");
    const value = async (series: string, labels: Record<string, string> = {}) => {
      const line = (await metrics.render()).split("\n").find((line) =>
        line.startsWith(`flora_${series}{`) &&
        Object.entries(labels).every(([name, value]) => line.includes(`${name}="${value}"`))
      );
      return line === undefined ? NaN : Number(line.split(" ").at(-1));
    };
    assert.equal(await value("turn_seconds_count", { status: "ok" }), 1);
    assert.equal(await value("turn_seconds_count", { status: "threw" }), 1);
    assert.equal(await value("queue_wait_seconds_count"), 2);
    assert.equal(await value("op_seconds_count", { op: "kv.get", outcome: "ok" }), 2);
    assert.ok((await value("log_lines_left_out_total")) > 0);
    assert.equal(await value("guilds_awake"), 1);
    assert.ok((await value("isolates_resident_bytes")) > 1_000_000);
    assert.ok((await value("isolate_boot_seconds_count")) >= 1);
    await flora.worker.guilds.stop(guild, "undeployed");
    assert.equal(await value("isolate_ends_total", { reason: "undeployed" }), 1);
    assert.equal(await value("guilds_awake"), 0);
  });
});

import assert from "node:assert/strict";
import { createMetrics } from "@flora/telemetry";
import { workerMetrics } from "./metrics.ts";
import { Harness } from "./testing/harness.ts";
import { until } from "@flora/model/until";
import { QueueWait } from "./queue-wait.ts";

Deno.test("QueueWait adds up waits, keeps the longest and tells the owner of a long one once a minute", () => {
  const told: string[] = [];
  let now = 0;
  const wait = new QueueWait({
    voice: { say: (level: string, text: string) => void told.push(`${level}: ${text}`) },
    services: { now: () => now, metrics: workerMetrics(createMetrics()) },
  } as never);
  const place = { dispatchId: "a", event: "messageCreate" };
  wait.add(999, place);
  assert.deepEqual(told, []);
  wait.add(1_500, place);
  now = 59_999;
  wait.add(2_000.4, place);
  assert.deepEqual(told, ["warn: Dispatch of messageCreate waited 1.5 s for its turn"]);
  now = 60_000;
  wait.add(1_000, place);
  assert.equal(told.length, 2);
  assert.deepEqual(wait.figures, { queueWaitMs: 5_499, longestQueueWaitMs: 2_000 });
});

Deno.test("worker reports how long a guild's dispatches waited, which their deadlines leave out", () =>
  Harness.with({ limits: { concurrentDispatches: 1, dispatchTimeoutMs: 2_000 } }, async (flora) => {
    const guild = flora.newGuild();
    await flora.deploy(
      guild,
      `on("messageCreate", () => new Promise((resolve) => setTimeout(resolve, 400)));`,
    );
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => flora.say(guild, "hi")));
    assert.deepEqual(outcomes.map(({ status }) => status), Array(6).fill("ok"));
    const { guilds } = await flora.gateway.worker.call("stats", {});
    const stats = guilds.find(({ guildId }) => guildId === guild);
    assert.ok(stats!.longestQueueWaitMs >= 1_900, JSON.stringify(stats));
    assert.ok(stats!.queueWaitMs >= stats!.longestQueueWaitMs + 3_000, JSON.stringify(stats));
    await until(
      "the owner to be told",
      async () =>
        (await flora.logs(guild)).some(({ message }) =>
          /^Dispatch of messageCreate waited \d+\.\d s/.test(message)
        ),
    );
  }));

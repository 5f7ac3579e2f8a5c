import assert from "node:assert/strict";
import { FloraClient } from "@flora/api-client";
import { defaultLimits, emptyManifest } from "@flora/model";
import { Bench, HOME } from "../testing/bench.ts";
import { storedRevision } from "../testing/revision.ts";

Deno.test("usage tells what a script does and uses, and where it runs", async () => {
  await using bench = await Bench.open();
  const client = new FloraClient({ baseUrl: bench.url, token: bench.token });
  const { storage, gateway } = bench;
  const { kvQuotaBytes: quotaBytes, residentBytes, cpuSharePercent } = defaultLimits;
  const limits = { residentBytes, cpuSharePercent };
  assert.deepEqual(await client.usage(HOME), {
    events: { countedSince: 0, dispatches: 0, errors: 0, byReason: {} },
    kv: { usedBytes: 0, quotaBytes },
    limits,
  });
  const revisionId = await storedRevision(storage, HOME);
  await storage.deployments.activate(HOME, revisionId, emptyManifest);
  const { pausedAt } = (await storage.deployments.setPaused(HOME, true))!;
  await storage.kv.set(HOME, "s", "key", "value", { quotaBytes });
  const byReason = { ran: 10, "no-handler": 100, quota: 2, threw: 3, "timed-out": 1, paused: 7 };
  const figures = {
    state: "running",
    generation: 4,
    dispatches: 16,
    residentBytes: 5,
    cpuMs: 6.5,
    queueWaitMs: 7,
    longestQueueWaitMs: 3,
  } as const;
  gateway.usage = {
    countedSince: 99,
    byReason,
    worker: { name: "worker-0", figures: { guildId: HOME, ...figures } },
  };
  assert.deepEqual(await client.usage(HOME), {
    deployment: { number: 1, revisionId, pausedAt },
    events: { countedSince: 99, dispatches: 16, errors: 4, byReason },
    runsOn: { worker: "worker-0", ...figures },
    kv: { usedBytes: 9, quotaBytes },
    limits,
  });
  gateway.usage = { countedSince: 99, byReason, worker: { name: "worker-0" } };
  assert.deepEqual((await client.usage(HOME)).runsOn, { worker: "worker-0" });
  await gateway.die();
  await assert.rejects(client.usage(HOME), { status: 503 });
});

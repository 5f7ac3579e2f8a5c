import assert from "node:assert/strict";
import { withGateway } from "./testing/set-up.ts";
import { until } from "@flora/model/until";

Deno.test("usage names the guild's worker with its figures, and counts events by what became of them", () =>
  withGateway({}, async ({ guilds: [guild], control, deploy, act, workers: [worker] }) => {
    const guildId = guild!.id;
    const usage = () => control.call("usage", { guildId });
    assert.equal((await usage()).worker, undefined);
    await deploy(guild!, { events: ["messageCreate"] });
    assert.deepEqual((await usage()).worker, { name: "worker-0" });
    const figures = {
      guildId,
      state: "running",
      generation: 1,
      dispatches: 1,
      residentBytes: 2,
      cpuMs: 3,
      queueWaitMs: 4,
      longestQueueWaitMs: 4,
    } as const;
    worker!.stats = { cpuMs: 1, guilds: [{ ...figures, guildId: "100000000000000009" as never }, figures] };
    worker!.run = () => ({ status: "threw", message: "boom", stack: "" });
    await act(`/channels/${guild!.channelId}/messages`, { userId: guild!.userId, content: "x" });
    const counted = await until("the count", async () => {
      const now = await usage();
      return now.byReason.threw !== undefined && now;
    });
    assert.equal(counted.byReason.threw, 1);
    assert.deepEqual(counted.worker, { name: "worker-0", figures });
  }));

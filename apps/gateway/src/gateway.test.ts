import assert from "node:assert/strict";
import type { ScriptedWorker } from "./testing/scripted-worker.ts";
import { withGateway } from "./testing/set-up.ts";
import { until } from "@flora/model/until";

Deno.test("startGateway() carries a message to the worker and the reply to Discord", () =>
  withGateway({}, async ({ guilds: [guild], workers: [worker], deploy, act, emulator, control }) => {
    worker!.run = async ({ event }, self) => {
      const { channelId } = event.msg as { channelId: string };
      const body = { content: "pong" };
      const answer = await self.discord({
        guildId: event.guildId,
        route: "messages.send",
        params: { channelId },
        body,
      });
      assert.ok(answer.ok);
      return { status: "ok" };
    };
    await deploy(guild!, { events: ["messageCreate"] });
    const sent = await act(`/channels/${guild!.channelId}/messages`, {
      userId: guild!.userId,
      content: "ping",
    });
    const frame = await until("a dispatch", () => worker!.frames[0]);
    assert.equal(frame.event.event, "messageCreate");
    assert.equal((frame.event.msg as { id: string }).id, sent.id);
    assert.equal((frame.event.msg as { content: string }).content, "ping");
    await until(
      "a reply",
      () => emulator.world.messagesOf(guild!.channelId).some(({ content }) => content === "pong"),
    );
    const status = await control.call("status", {});
    assert.deepEqual([status.discord, status.guilds, status.shards, status.emulated], ["ready", 1, 1, true]);
    assert.equal(status.workers[0]!.guilds, 1);
  }));

Deno.test("startGateway() asks Discord nothing for a worker that another one has taken the guild from", () =>
  withGateway(
    { workers: ["worker-0", "worker-1"] },
    async ({ guilds: [guild], workers, deploy, act, control, emulator }) => {
      await deploy(guild!, { events: ["messageCreate"] });
      await act(`/channels/${guild!.channelId}/messages`, { userId: guild!.userId, content: "hi" });
      const first = await until("an owner", () => workers.find(({ frames }) => frames.length > 0));
      const second = workers.find((worker) => worker !== first)!;
      const say = (worker: ScriptedWorker) =>
        worker.discord({
          guildId: guild!.id,
          route: "messages.send",
          params: { channelId: guild!.channelId },
          body: { content: worker.name },
        });
      const early = await say(second);
      assert.ok(!early.ok && early.kind === "network", JSON.stringify(early));
      first.onFreeze = async () =>
        void assert.ok((await say(second)).ok, "its script is loaded before the lease moves");
      await control.call("migrate", { guildId: guild!.id, worker: second.name });
      const late = await say(first);
      assert.ok(!late.ok && /moved to another worker/.test(late.message), JSON.stringify(late));
      assert.ok((await say(second)).ok);
      const own = emulator.world.messagesOf(guild!.channelId).filter(({ authorId }) =>
        authorId === emulator.botUserId
      );
      assert.deepEqual(own.map(({ content }) => content), [second.name, second.name]);
    },
  ));

import assert from "node:assert/strict";
import { until, withGateway } from "./testing/set-up.ts";

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

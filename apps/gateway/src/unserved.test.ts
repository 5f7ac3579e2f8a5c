import assert from "node:assert/strict";
import { MessageFlags } from "discord-api-types/v10";
import { type SetUp, type TestGuild, withGateway } from "./testing/set-up.ts";
import { until } from "@flora/model/until";

const commands = [{ name: "roll", description: "Rolls" }];

interface State {
  state: string;
  responses: { content: string; flags: number; ephemeral: boolean }[];
}

function use({ act }: SetUp, guild: TestGuild): Promise<{ id: string }> {
  return act(`/channels/${guild.channelId}/commands`, { userId: guild.userId, name: "roll" });
}

async function stateOf({ emulator }: SetUp, id: string): Promise<State> {
  const response = await fetch(`${emulator.url}/emulator/v1/interactions/${id}`);
  return await response.json();
}

const answered = (parts: SetUp, id: string) =>
  until("an answer", async () => {
    const state = await stateOf(parts, id);
    return state.responses.length > 0 && state;
  });

Deno.test("answerUnserved() says busy when the worker drops an interaction", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], workers: [worker], deploy } = parts;
    await deploy(guild!, { commands });
    worker!.run = () => ({ status: "dropped", reason: "queue is full" });
    const { id } = await use(parts, guild!);
    const { responses: [response] } = await answered(parts, id);
    assert.match(response!.content, /busy/);
    assert.ok(response!.ephemeral || response!.flags & MessageFlags.Ephemeral);
  }));

Deno.test("answerUnserved() says busy when there is no worker", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], workers: [worker], deploy } = parts;
    await deploy(guild!, { commands });
    await worker!.die();
    const { id } = await use(parts, guild!);
    assert.match((await answered(parts, id)).responses[0]!.content, /busy/);
  }));

Deno.test("answerUnserved() redeems a promised answer that was lost, and leaves a given one alone", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], workers: [worker], deploy } = parts;
    await deploy(guild!, { commands });
    const answer = (type: number, data?: object) => {
      worker!.run = async ({ event }, self) => {
        const { id, token } = event.interaction!;
        const params = { interactionId: id, interactionToken: token };
        await self.discord({
          guildId: event.guildId,
          route: "interactions.respond",
          params,
          body: { type, data },
        });
        return { status: "lost", reason: "crashed" };
      };
    };
    answer(5);
    const deferred = await use(parts, guild!);
    const promised = await until("the promise to be kept", async () => {
      const state = await stateOf(parts, deferred.id);
      return state.responses.find(({ content }) => content !== "");
    });
    assert.match(promised.content, /busy/);
    answer(4, { content: "six" });
    const { id } = await use(parts, guild!);
    assert.deepEqual((await answered(parts, id)).responses.map(({ content }) => content), ["six"]);
  }));

Deno.test("answerUnserved() answers what no script here knows any more", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], workers: [worker], control, deploy, emulator } = parts;
    await deploy(guild!, { commands });
    const registered = [...emulator.world.guilds.get(guild!.id)!.commands.values()];
    await control.call("undeploy", { guildId: guild!.id });
    for (const command of registered) emulator.world.guilds.get(guild!.id)!.commands.set(command.id, command);
    const { id } = await use(parts, guild!);
    assert.match((await answered(parts, id)).responses[0]!.content, /Nothing here/);
    assert.equal(worker!.frames.length, 0);
  }));

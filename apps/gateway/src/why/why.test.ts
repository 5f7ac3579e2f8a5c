import assert from "node:assert/strict";
import type { WhyReason } from "@flora/model";
import { type SetUp, type TestGuild, withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";

const commands = [{ name: "roll", description: "Rolls" }];

/** Says something; answers the message's id. */
async function say({ act }: SetUp, guild: TestGuild, content: string): Promise<string> {
  return (await act<{ id: string }>(`/channels/${guild.channelId}/messages`, {
    userId: guild.userId,
    content,
  }))
    .id;
}

/** What became of it, once that is known. */
function became({ control }: SetUp, guild: TestGuild, filter: { messageId?: string; command?: string }) {
  return until("a record", async () => {
    const { records } = await control.call("why", { guildId: guild.id, ...filter });
    return records[0];
  });
}

Deno.test("why tells of a message what was missing: script, handler, command, permission, time", () =>
  withGateway({ emulator: { guilds: [{}, {}] } }, async (parts) => {
    const { guilds: [guild, talkative], workers: [worker], deploy, control } = parts;
    // Without it Discord is not even asked for messages.
    await deploy(talkative!, { events: ["messageCreate"] });
    const reasonOf = async (content: string): Promise<WhyReason> =>
      (await became(parts, guild!, { messageId: await say(parts, guild!, content) })).reason;
    assert.equal(await reasonOf("hello"), "no-script");
    assert.deepEqual((await control.call("why", { guildId: guild!.id })).hints, [
      "Nothing is deployed to this server.",
    ]);
    await deploy(guild!, { prefixCommands: ["ping"] });
    assert.equal(await reasonOf("hello"), "no-handler");
    assert.equal(await reasonOf("!pong"), "unknown-command");
    assert.equal(worker!.frames.length, 0, "none of them was handed to a worker");
    assert.equal(await reasonOf("!ping"), "ran");
    worker!.run = () => ({
      status: "threw",
      message: "oops",
      stack: "",
      refused: [{ reason: "no-permission", op: "discord.request", message: "the bot needs BanMembers" }],
    });
    const id = await say(parts, guild!, "!ping now");
    const { reason, detail, command, tookMs } = await became(parts, guild!, { messageId: id });
    assert.deepEqual([reason, detail, command], [
      "no-permission",
      "oops; the bot needs BanMembers",
      "ping",
    ]);
    assert.ok(tookMs! >= 0);
    const { counts, records, hints } = await control.call("why", { guildId: guild!.id, command: "ping" });
    assert.deepEqual(records.map((record) => record.reason), ["no-permission", "ran"]);
    assert.equal(counts.find((count) => count.reason === "no-handler")!.count, 1);
    assert.deepEqual(hints, []);
    await control.call("pause", { guildId: guild!.id, paused: true });
    assert.equal(await reasonOf("!ping"), "paused");
    assert.deepEqual((await control.call("why", { guildId: guild!.id })).hints, [
      "The script is paused by somebody who manages this server.",
    ]);
    const later = await control.call("why", { guildId: guild!.id, since: Date.now() + 60_000 });
    assert.deepEqual([later.records, later.counts], [[], []]);
  }));

Deno.test("why tells of interactions, of what waited in vain, and nothing of other guilds", () =>
  withGateway({ emulator: { guilds: [{}, {}] } }, async (parts) => {
    const { guilds: [guild, other], workers: [worker], act, deploy, control } = parts;
    await deploy(guild!, { commands });
    const use = () => act(`/channels/${guild!.channelId}/commands`, { userId: guild!.userId, name: "roll" });
    await use();
    assert.equal((await became(parts, guild!, { command: "roll" })).reason, "ran");
    await worker!.die();
    await use();
    const waited = await until("it to be given up", async () => {
      const { records } = await control.call("why", { guildId: guild!.id, command: "roll" });
      return records.length === 2 && records[0];
    });
    assert.equal(waited.reason, "waited-too-long");
    assert.match(waited.detail!, /could not be sent within/);
    const { records } = await control.call("why", { guildId: other!.id });
    assert.deepEqual(records, []);
  }));

Deno.test("why names the intents without which a script hears nothing", () =>
  withGateway({ intentsCeiling: ["Guilds"] }, async ({ guilds: [guild], deploy, control }) => {
    await deploy(guild!, { events: ["messageCreate", "guildMemberAdd"] });
    const { hints: [hint] } = await control.call("why", { guildId: guild!.id });
    assert.match(hint!, /no intent GuildMembers, GuildMessages, MessageContent/);
  }));

Deno.test("why tells that every worker ended under an event", () =>
  withGateway({ workers: ["worker-0", "worker-1", "worker-2", "worker-3"] }, async (parts) => {
    const { guilds: [guild], workers, deploy } = parts;
    await deploy(guild!, { prefixCommands: ["die"] });
    for (const worker of workers) {
      worker.run = (_frame, self) => {
        void self.die();
        return new Promise(() => {});
      };
    }
    const id = await say(parts, guild!, "!die");
    const { reason, detail } = await became(parts, guild!, { messageId: id });
    assert.deepEqual([reason, detail], ["worker-lost", "its worker ended, 4 times"]);
    assert.equal(workers.filter(({ frames }) => frames.length === 1).length, 4);
  }));

Deno.test("why tells that flora failed, and keeps what failed within it to the operator", () =>
  withGateway({}, async (parts) => {
    const { guilds: [guild], workers: [worker], deploy } = parts;
    await deploy(guild!, { prefixCommands: ["ping"] });
    worker!.run = () => Promise.reject(new Error("cannot open /var/lib/flora/private"));
    const id = await say(parts, guild!, "!ping");
    const record = await became(parts, guild!, { messageId: id });
    assert.deepEqual([record.reason, record.detail], ["flora-failed", undefined]);
  }));

import assert from "node:assert/strict";
import { routes } from "@flora/discord";
import type { GuildId } from "@flora/model";
import { DiscordCache } from "../discord/cache.ts";
import { withProxy } from "../testing/set-up-proxy.ts";
import { learnFrom } from "./lessons.ts";
import { Possessions } from "./possessions.ts";

const own = "100000000000000001" as GuildId;
const other = "200000000000000002" as GuildId;

function knowing(): { cache: DiscordCache; possessions: Possessions } {
  const cache = new DiscordCache();
  for (const [id, channel] of [[own, "11"], [other, "21"]]) {
    cache.apply({
      t: "GUILD_CREATE",
      d: { id, name: "guild", channels: [{ id: channel, type: 0 }], threads: [], roles: [], members: [] },
    });
  }
  const possessions = new Possessions(() => Promise.resolve({ ok: true, status: 200, body: [] }));
  return { cache, possessions };
}

Deno.test("learnFrom() knows a channel as soon as its answer is there, and archived threads from lists and messages", () => {
  const parts = knowing();
  const thread = (id: string) => ({ id, type: 11, parent_id: "11", guild_id: own });
  learnFrom(routes["channels.create"], own, { id: "12", type: 0, guild_id: own }, parts);
  learnFrom(routes["threads.listArchived"], own, { threads: [thread("13")], members: [] }, parts);
  learnFrom(routes["messages.list"], own, [{ id: "1" }, { id: "14", thread: thread("14") }], parts);
  for (const id of ["12", "13", "14"]) assert.equal(parts.cache.channelGuild(id), own, id);
  assert.equal(parts.cache.guild(own)!.channels.get("13")!.parentId, "11");
});

Deno.test("learnFrom() never takes a channel from the guild that has it", () => {
  const parts = knowing();
  learnFrom(routes["channels.list"], own, [{ id: "21", type: 0 }], parts);
  assert.equal(parts.cache.channelGuild("21"), other);
  assert.equal(parts.cache.guild(own)!.channels.has("21"), false);
});

Deno.test("learnFrom() takes tokens and addresses of webhooks out of every answer that shows webhooks", () => {
  const hook = () => ({ id: "1", name: "hook", token: "secret", url: "https://discord.test/secret" });
  const answers = {
    "webhooks.create": hook(),
    "webhooks.list": [hook()],
    "guild.auditLog": { webhooks: [hook()] },
  };
  for (const [name, body] of Object.entries(answers)) {
    const parts = knowing();
    learnFrom(routes[name as keyof typeof answers], own, body, parts);
    assert.doesNotMatch(JSON.stringify(body), /secret/, name);
    assert.equal(parts.possessions.webhookToken(own, "1"), "secret", name);
  }
});

Deno.test("RestProxy writes through a webhook by its id alone, and not through one whose token is not shown", () =>
  withProxy(["own"], async ({ emulator, guildIds: [guildId], request }) => {
    const { world } = emulator;
    const channelId = [...world.channels.values()].find(({ type }) => type === 0)!.id;
    const made = await request({
      guildId: guildId!,
      route: "webhooks.create",
      params: { channelId },
      body: { name: "hook" },
    });
    const webhook = (made as { body: { id: string } }).body;
    assert.deepEqual(Object.keys(webhook).filter((key) => key === "token" || key === "url"), []);
    const execute = (webhookId: string) =>
      request({
        guildId: guildId!,
        route: "webhooks.execute",
        params: { webhookId, webhookToken: "forged" },
        query: { wait: true },
        body: { content: "hi", username: "Other" },
      });
    const sent = await execute(webhook.id);
    assert.ok(sent.ok);
    assert.equal((sent.body as { author: { username: string } }).author.username, "Other");
    assert.equal(emulator.requests.since(0).at(-1)!.authorised, false);
    const stranger = world.addUser({ username: "another bot", bot: true });
    const theirs = { ...world.webhooks.get(webhook.id)!, id: world.ids.next(), userId: stranger.id };
    world.webhooks.set(theirs.id, theirs);
    const refused = await execute(theirs.id);
    assert.ok(!refused.ok && refused.kind === "invalid");
    assert.equal(refused.path, "params.webhookId");
  }));

Deno.test("RestProxy refuses what the bot may not do without asking Discord, in Discord's own code", () =>
  withProxy(["own"], async ({ emulator, guildIds: [guildId], request }) => {
    const guild = emulator.world.guilds.get(guildId!)!;
    const [, bot] = [...guild.roles.values()];
    const asked = emulator.requests.since(0).length;
    const answer = await request({ guildId: guildId!, route: "roles.delete", params: { roleId: bot!.id } });
    assert.ok(!answer.ok);
    assert.deepEqual([answer.kind, answer.status, answer.discordCode], ["discord", 403, 50013]);
    assert.equal(emulator.requests.since(0).length, asked);
  }));

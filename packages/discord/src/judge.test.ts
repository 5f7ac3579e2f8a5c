import assert from "node:assert/strict";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { GuildId } from "@flora/model";
import { DiscordRequest } from "./contract.ts";
import type { CachedChannel, CachedGuild, GuildCache } from "./guild-cache.ts";
import { judgeRequest } from "./judge.ts";
import { type Need, type Route, type RouteName, routes } from "./routes.ts";

const guildId = "100000000000000001" as GuildId;
const botId = "900000000000000009";
const ownerId = "400000000000000004";
const userId = "400000000000000005";
const [low, own, high] = ["500000000000000001", "500000000000000002", "500000000000000003"] as const;
const [channelId, hiddenId, threadId] = [
  "300000000000000001",
  "300000000000000002",
  "300000000000000003",
] as const;
const now = 1_800_000_000_000;

function cacheWith(permissions: bigint, more: Partial<CachedGuild> = {}): GuildCache {
  const role = (id: string, permissions: bigint, position: number) =>
    [id, { id, permissions: String(permissions), position }] as const;
  const channel = (deny: bigint) => ({
    type: 0,
    parentId: null,
    permissionOverwrites: [{ id: guildId, allow: "0", deny: String(deny) }],
    thread: null,
  });
  const guild: CachedGuild = {
    id: guildId,
    ownerId,
    roles: new Map([
      role(guildId, P.ViewChannel, 0),
      role(low, P.Speak, 1),
      role(own, permissions, 2),
      role(high, 0n, 3),
    ]),
    channels: new Map<string, CachedChannel>([
      [channelId, channel(0n)],
      [hiddenId, channel(P.ViewChannel)],
      [threadId, { type: 11, parentId: channelId, permissionOverwrites: [], thread: {} }],
    ]),
    botRoles: [own],
    botTimedOutUntil: 0,
    ...more,
  };
  return { botUserId: botId, channelGuild: () => guildId, guild: () => guild };
}

/** Code and message of the refusal; undefined where the request may be sent. */
function judged(cache: GuildCache, route: RouteName, request: object = {}) {
  const refusal = judgeRequest(
    DiscordRequest.parse({ guildId, route, ...request }),
    routes[route],
    cache,
    now,
  );
  if (!refusal) return undefined;
  assert.deepEqual([refusal.kind, refusal.status], ["discord", 403]);
  return `${refusal.discordCode} ${refusal.message}`;
}

Deno.test("judgeRequest() refuses every route whose permissions the bot lacks, and lets it pass with them", () => {
  const params = { channelId, threadId, roleId: low, userId };
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const needs = route.path.includes("{threadId}") ? route.threadNeeds ?? route.needs : route.needs;
    if (!needs?.length || route.token) continue;
    const refusal = judged(cacheWith(0n), name, { params });
    const [need] = needs;
    assert.match(
      refusal ?? "",
      new RegExp(`^50013 .*${typeof need === "string" ? need : need!.join(" or ")}`),
      name,
    );
    for (const choice of [0, 1]) {
      const bits: bigint[] = needs.map((need: Need) => P[typeof need === "string" ? need : need[choice]!]);
      const held = bits.reduce((sum, bit) => sum | bit, 0n);
      assert.equal(judged(cacheWith(held), name, { params }), undefined, name);
    }
    assert.equal(judged(cacheWith(P.Administrator), name, { params }), undefined, name);
  }
});

Deno.test("judgeRequest() asks threads for what threads ask", () => {
  const send = (id: string, permissions: bigint) =>
    judged(cacheWith(permissions), "messages.send", { params: { channelId: id } });
  assert.equal(send(channelId, P.SendMessages), undefined);
  assert.match(send(channelId, P.SendMessagesInThreads)!, /SendMessages in the channel/);
  assert.equal(send(threadId, P.SendMessagesInThreads), undefined);
  assert.match(send(threadId, P.SendMessages)!, /SendMessagesInThreads/);
  assert.equal(judged(cacheWith(0n), "channels.edit", { params: { channelId: threadId } }), undefined);
});

Deno.test("judgeRequest() says that a channel cannot be seen before it says what may not be done there", () => {
  const params = { channelId: hiddenId };
  assert.match(judged(cacheWith(P.SendMessages), "messages.send", { params })!, /^50001 Missing Access/);
  assert.match(judged(cacheWith(0n), "channels.get", { params })!, /^50001/);
  assert.equal(judged(cacheWith(P.Administrator), "messages.send", { params }), undefined);
});

Deno.test("judgeRequest() asks for what the keys of a body need", () => {
  const edit = (permissions: bigint, body: object) =>
    judged(cacheWith(permissions), "members.edit", { params: { userId }, body });
  assert.match(edit(0n, { nick: "x" })!, /ManageNicknames$/);
  assert.match(edit(P.ManageNicknames, { nick: "x", roles: [], mute: null })!, /ManageRoles, MuteMembers$/);
  assert.equal(edit(P.ManageNicknames, { nick: "x" }), undefined);
});

Deno.test("judgeRequest() keeps to the order of roles, and off the owner", () => {
  const cache = cacheWith(P.ManageRoles | P.KickMembers);
  assert.equal(judged(cache, "roles.delete", { params: { roleId: low } }), undefined);
  for (const roleId of [own, high]) {
    assert.match(judged(cache, "members.addRole", { params: { userId, roleId } })!, /not below/);
  }
  assert.equal(judged(cache, "members.kick", { params: { userId } }), undefined);
  assert.match(judged(cache, "members.kick", { params: { userId: ownerId } })!, /owner/);
});

Deno.test("judgeRequest() gives no role what the bot does not hold, and leaves it what it has", () => {
  const cache = cacheWith(P.ManageRoles | P.SendMessages);
  const create = (bits: bigint) => judged(cache, "roles.create", { body: { permissions: String(bits) } });
  const edit = (bits: bigint) =>
    judged(cache, "roles.edit", { params: { roleId: low }, body: { permissions: String(bits) } });
  assert.equal(create(P.SendMessages), undefined);
  assert.match(create(P.Speak)!, /does not hold/);
  assert.equal(edit(P.Speak | P.SendMessages), undefined);
  assert.match(edit(P.BanMembers)!, /does not hold/);
});

Deno.test("judgeRequest() lets Discord judge what the cache does not know", () => {
  const unknown = { botUserId: botId, channelGuild: () => guildId, guild: () => undefined };
  assert.equal(judged(unknown, "roles.create"), undefined);
  assert.equal(judged(cacheWith(0n, { botRoles: undefined }), "roles.create"), undefined);
  assert.equal(
    judged(cacheWith(0n), "messages.send", { params: { channelId: "300000000000000009" } }),
    undefined,
  );
  const timedOut = cacheWith(P.ManageRoles, { botTimedOutUntil: now + 1 });
  assert.match(judged(timedOut, "roles.create")!, /ManageRoles/);
});

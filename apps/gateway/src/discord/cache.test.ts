import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { DiscordCache } from "./cache.ts";

const a = "100000000000000001" as GuildId;
const b = "200000000000000002" as GuildId;
const bot = "900000000000000009";

function filled(): DiscordCache {
  const cache = new DiscordCache();
  const shard = [0, 1];
  cache.apply({ t: "READY", d: { user: { id: bot }, guilds: [{ id: a }, { id: b }], shard } });
  const create = (id: string, channels: string[], threads: string[]) => ({
    t: "GUILD_CREATE",
    d: {
      id,
      name: `guild ${id}`,
      unavailable: false,
      channels: channels.map((id) => ({ id, type: 0 })),
      threads: threads.map((id) => ({ id, type: 11, parent_id: channels[0] })),
      roles: [],
      members: [],
    },
  });
  assert.deepEqual(cache.apply(create(a, ["11", "12"], ["13"])), [{ kind: "available", guildId: a }]);
  cache.apply(create(b, ["21"], []));
  return cache;
}

Deno.test("DiscordCache.channelGuild() knows channels and threads, and nothing else", () => {
  const cache = filled();
  assert.deepEqual(["11", "12", "13", "21", "99"].map((id) => cache.channelGuild(id)), [
    a,
    a,
    a,
    b,
    undefined,
  ]);
  assert.deepEqual(cache.list(), [{ guildId: a, name: `guild ${a}` }, { guildId: b, name: `guild ${b}` }]);
});

Deno.test("DiscordCache.apply() follows channels and threads as they come and go", () => {
  const cache = filled();
  cache.apply({ t: "CHANNEL_CREATE", d: { id: "14", guild_id: a, type: 0 } });
  cache.apply({ t: "THREAD_CREATE", d: { id: "15", guild_id: a, type: 11, parent_id: "14" } });
  cache.apply({
    t: "THREAD_LIST_SYNC",
    d: { guild_id: a, threads: [{ id: "16", type: 11, parent_id: "12" }] },
  });
  assert.deepEqual(["14", "15", "16"].map((id) => cache.channelGuild(id)), [a, a, a]);
  cache.apply({ t: "CHANNEL_DELETE", d: { id: "14", guild_id: a } });
  cache.apply({ t: "THREAD_DELETE", d: { id: "16", guild_id: a } });
  assert.deepEqual(["14", "15", "16"].map((id) => cache.channelGuild(id)), [undefined, undefined, undefined]);
});

Deno.test("DiscordCache.apply() learns an archived thread from an event out of it", () => {
  const cache = filled();
  cache.apply({ t: "MESSAGE_CREATE", d: { id: "1", guild_id: a, channel_id: "17" } });
  assert.equal(cache.channelGuild("17"), a);
  cache.apply({ t: "MESSAGE_CREATE", d: { id: "1", channel_id: "18" } });
  assert.equal(cache.channelGuild("18"), undefined);
});

Deno.test("DiscordCache.apply() keeps a guild through an outage and forgets one that was left", () => {
  const cache = filled();
  assert.deepEqual(cache.apply({ t: "GUILD_DELETE", d: { id: a, unavailable: true } }), []);
  assert.equal(cache.channelGuild("11"), a);
  assert.deepEqual(cache.apply({ t: "GUILD_DELETE", d: { id: a } }), [{ kind: "left", guildId: a }]);
  assert.equal(cache.channelGuild("11"), undefined);
  assert.ok(!cache.has(a));
});

Deno.test("DiscordCache.apply() finds out from a new session which guilds were left meanwhile", () => {
  const cache = filled();
  const changes = cache.apply({ t: "READY", d: { user: { id: bot }, guilds: [{ id: b }], shard: [0, 1] } });
  assert.deepEqual(changes, [{ kind: "left", guildId: a }]);
  assert.ok(cache.has(b));
  const shards: [number, number] = [Number((BigInt(b) >> 22n) % 2n) ^ 1, 2];
  assert.deepEqual(cache.apply({ t: "READY", d: { user: { id: bot }, guilds: [], shard: shards } }), []);
});

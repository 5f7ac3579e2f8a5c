import assert from "node:assert/strict";
import fc from "fast-check";
import type { GuildId } from "@flora/model";
import { DiscordRequest } from "./contract.ts";
import type { CachedGuild, GuildCache } from "./guild-cache.ts";
import { type Route, routes } from "./routes.ts";
import { scopeRequest } from "./scope.ts";

const own = "100000000000000001" as GuildId;
const other = "200000000000000002" as GuildId;
const ownChannel = "100000000000000011";
const otherChannel = "200000000000000022";
const unknownChannel = "300000000000000033";
const application = "900000000000000009";
const someId = "400000000000000044";

const ownRole = "100000000000000021";
const otherRole = "200000000000000022";
const guild = (id: GuildId, role: string): CachedGuild => ({
  id,
  ownerId: someId,
  roles: new Map([[role, { id: role, permissions: "0", position: 1 }]]),
  channels: new Map(),
  botTimedOutUntil: 0,
});
const guilds = new Map([[own, guild(own, ownRole)], [other, guild(other, otherRole)]]);
const channels = new Map([[ownChannel, own], [otherChannel, other]]);
const cache: GuildCache = {
  botUserId: "900000000000000008",
  channelGuild: (id) => channels.get(id),
  guild: (id) => guilds.get(id),
};

const scope = (request: object) =>
  scopeRequest(DiscordRequest.parse({ guildId: own, ...request }), application, cache);

const good: Record<string, string> = {
  channelId: ownChannel,
  threadId: ownChannel,
  roleId: ownRole,
  emoji: "👍",
  code: "aBcDeF",
  answerId: "1",
  interactionToken: "aW50ZXJhY3Rpb24.token_-x",
};

/** Good values for every parameter of a route. */
function goodParams(route: Route): Record<string, string> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return Object.fromEntries(names.map((name) => [name, good[name] ?? someId]));
}

/** A request with one value at a dotted place. */
function withAt(place: string, value: unknown): Record<string, unknown> {
  return place.split(".").reduceRight<unknown>(
    (inner, key) => key === "*" ? [inner] : key === "**" ? { any: [{ thing: inner }] } : { [key]: inner },
    value,
  ) as Record<string, unknown>;
}

/** An own, a foreign and an unknown id of each kind that the cache knows. */
const kinds = {
  channel: [ownChannel, otherChannel, unknownChannel],
  role: [ownRole, otherRole, unknownChannel],
} as const;

Deno.test("scopeRequest() fills the path of every route from good parameters", () => {
  for (const [name, route] of Object.entries(routes)) {
    const scoped = scope({ route: name, params: goodParams(route) });
    assert.ok(scoped.ok, name);
    assert.doesNotMatch(scoped.path.replace("{webhookToken}", ""), /[{}]/);
    if (route.path.includes("{guildId}")) assert.ok(scoped.path.includes(own));
  }
});

Deno.test("scopeRequest() never takes guild or application from the caller", () => {
  const params = { guildId: other, applicationId: "111111111111111111", userId: someId };
  const kick = scope({ route: "members.kick", params });
  assert.equal(kick.ok && kick.path, `/guilds/${own}/members/${someId}`);
  const list = scope({ route: "commands.list", params });
  assert.equal(list.ok && list.path, `/applications/${application}/guilds/${own}/commands`);
});

Deno.test("scopeRequest() answers foreign and unknown channels and roles in a path with the same bytes", () => {
  const params = { channelId: "channel", threadId: "channel", roleId: "role" } as const;
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    for (const [param, kind] of Object.entries(params)) {
      if (!route.path.includes(`{${param}}`)) continue;
      const answer = (id: string) => {
        const scoped = scope({ route: name, params: { ...goodParams(route), [param]: id } });
        assert.ok(!scoped.ok && scoped.refusal.kind === "scope", name);
        return JSON.stringify(scoped);
      };
      assert.equal(answer(kinds[kind][1]), answer(kinds[kind][2]));
    }
  }
});

Deno.test("scopeRequest() answers foreign and unknown ids in body and query with the same bytes", () => {
  let places = 0;
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    for (const [place, kind] of Object.entries(route.ids ?? {})) {
      if (kind !== "channel" && kind !== "role") continue;
      places++;
      const answer = (id: string) => {
        const scoped = scope({ route: name, params: goodParams(route), ...withAt(place, id) });
        return { ok: scoped.ok, text: JSON.stringify(scoped) };
      };
      assert.ok(answer(kinds[kind][0]).ok, `${name} ${place}`);
      assert.ok(!answer(kinds[kind][1]).ok, `${name} ${place}`);
      assert.equal(answer(kinds[kind][1]).text, answer(kinds[kind][2]).text);
    }
  }
  assert.ok(places > 20, `${places} places`);
});

Deno.test("scopeRequest() judges an id with a type beside it by that type", () => {
  const overwrite = (id: string, type: number) =>
    scope({ route: "channels.create", body: { permission_overwrites: [{ id, type }] } }).ok;
  assert.ok(overwrite(ownRole, 0));
  assert.ok(!overwrite(otherRole, 0));
  assert.ok(overwrite(someId, 1));
  const select = (id: string, type: string) =>
    scope({
      route: "messages.send",
      params: { channelId: ownChannel },
      body: { components: [{ components: [{ default_values: [{ id, type }] }] }] },
    }).ok;
  assert.ok(select(ownChannel, "channel"));
  assert.ok(!select(otherChannel, "channel"));
  assert.ok(!select(otherRole, "role"));
  assert.ok(select(someId, "user"));
});

Deno.test("scopeRequest() leaves to be proven what the cache does not hold", () => {
  const claims = (request: object) => {
    const scoped = scope(request);
    return scoped.ok
      ? scoped.claims.map(({ kind, id, at }) => `${kind} ${id} ${at}`)
      : scoped.refusal.message;
  };
  assert.deepEqual(claims({ route: "webhooks.execute", params: { webhookId: someId } }), [
    `webhook ${someId} params.webhookId`,
  ]);
  assert.deepEqual(claims({ route: "invites.delete", params: { code: "abc" } }), ["invite abc params.code"]);
  const params = { channelId: ownChannel, messageId: someId };
  assert.deepEqual(claims({ route: "reactions.add", params: { ...params, emoji: "👍" } }), []);
  assert.deepEqual(claims({ route: "reactions.add", params: { ...params, emoji: `wave:${someId}` } }), [
    `emoji ${someId} params.emoji`,
  ]);
  assert.deepEqual(
    claims({ route: "reactions.remove", params: { ...params, emoji: `wave:${someId}`, userId: someId } }),
    [],
  );
  const button = { type: 2, emoji: { id: someId } };
  assert.deepEqual(
    claims({
      route: "messages.send",
      params,
      body: { components: [{ type: 17, components: [{ components: [button] }] }], sticker_ids: [someId] },
    }),
    [
      `emoji ${someId} body.components.0.components.0.components.0.emoji.id`,
      `sticker ${someId} body.sticker_ids.0`,
    ],
  );
});

Deno.test("scopeRequest() refuses a forward out of another guild", () => {
  const scoped = scope({
    route: "messages.send",
    params: { channelId: ownChannel },
    body: { message_reference: { type: 1, channel_id: otherChannel, message_id: someId } },
  });
  assert.deepEqual(scoped, {
    ok: false,
    refusal: {
      ok: false,
      kind: "scope",
      message: "Cannot reach channel: no such channel in this guild",
      path: "body.message_reference.channel_id",
    },
  });
});

Deno.test("scopeRequest() refuses every parameter that is not what its name says", () => {
  const bad = [
    "..",
    ".",
    "",
    "%2e%2e",
    "../guilds",
    `${ownChannel}/`,
    `${ownChannel}?x`,
    `${ownChannel}#`,
    "@me",
    "1",
    "👍/x",
  ];
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    for (const [, param] of route.path.matchAll(/\{(\w+)\}/g)) {
      if (param === "guildId" || param === "applicationId" || param === "webhookToken") continue;
      for (const value of bad) {
        if ((param === "interactionToken" || param === "answerId") && value === "1") continue;
        const scoped = scope({ route: name, params: { ...goodParams(route), [param!]: value } });
        assert.ok(!scoped.ok, `${name} ${param} ${value}`);
        assert.equal(scoped.refusal.path, `params.${param}`);
      }
    }
  }
});

Deno.test("scopeRequest() never lets a parameter change the shape of the path", () => {
  const names = Object.keys(routes) as (keyof typeof routes)[];
  fc.assert(fc.property(
    fc.constantFrom(...names),
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string(),
      fc.constantFrom("😀", "\ud83d", "..", "name:400000000000000044"),
    ),
    (name, value) => {
      const route: Route = routes[name];
      for (const [, param] of route.path.matchAll(/\{(\w+)\}/g)) {
        const scoped = scope({ route: name, params: { ...goodParams(route), [param!]: value } });
        if (!scoped.ok) continue;
        const path = scoped.path.replace("{webhookToken}", "token");
        const { pathname, search, hash } = new URL(`https://discord.test${path}`);
        assert.equal(pathname.split("/").length, route.path.split("/").length);
        assert.equal(search + hash, "");
        assert.ok(!pathname.split("/").some((segment, index) => segment === "" && index > 0));
      }
    },
  ));
});

Deno.test("scopeRequest() takes unicode and custom emojis, percent-encoded", () => {
  const path = (emoji: string) => {
    const scoped = scope({
      route: "reactions.add",
      params: { channelId: ownChannel, messageId: someId, emoji },
    });
    return scoped.ok ? scoped.path.split("/").at(-2) : scoped.refusal.kind;
  };
  assert.equal(path("👍🏽"), encodeURIComponent("👍🏽"));
  assert.equal(path("1️⃣"), encodeURIComponent("1️⃣"));
  assert.equal(path(`party:${someId}`), `party%3A${someId}`);
  assert.equal(path("12"), "invalid");
  assert.equal(path("x"), "invalid");
});

Deno.test("scopeRequest() refuses unknown routes, missing parameters and files where none may be", () => {
  const refusal = (request: object) => {
    const scoped = scope(request);
    return scoped.ok ? undefined : [scoped.refusal.kind, scoped.refusal.path];
  };
  assert.deepEqual(refusal({ route: "guilds.delete" }), ["invalid", "route"]);
  assert.deepEqual(refusal({ route: "constructor" }), ["invalid", "route"]);
  assert.deepEqual(refusal({ route: "messages.send" }), ["invalid", "params.channelId"]);
  const files = [{ name: "a", dataBase64: "" }];
  assert.deepEqual(refusal({ route: "members.kick", params: { userId: someId }, files }), [
    "invalid",
    "files",
  ]);
  const body = { message_reference: { channel_id: 5 } };
  assert.deepEqual(refusal({ route: "messages.send", params: { channelId: ownChannel }, body }), [
    "invalid",
    "body.message_reference.channel_id",
  ]);
});

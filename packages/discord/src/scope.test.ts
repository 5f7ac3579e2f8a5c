import assert from "node:assert/strict";
import fc from "fast-check";
import type { GuildId } from "@flora/model";
import { DiscordRequest } from "./contract.ts";
import { type Route, routes } from "./routes.ts";
import { type GuildCache, scopeRequest } from "./scope.ts";

const own = "100000000000000001" as GuildId;
const other = "200000000000000002" as GuildId;
const ownChannel = "100000000000000011";
const otherChannel = "200000000000000022";
const unknownChannel = "300000000000000033";
const application = "900000000000000009";
const someId = "400000000000000044";

const cache: GuildCache = {
  channelGuild: (id) => ({ [ownChannel]: own, [otherChannel]: other } as Record<string, GuildId>)[id],
};

const scope = (request: object) =>
  scopeRequest(DiscordRequest.parse({ guildId: own, ...request }), application, cache);

/** Good values for every parameter of a route. */
function goodParams(route: Route): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [, name] of route.path.matchAll(/\{(\w+)\}/g)) {
    params[name!] = name === "channelId"
      ? ownChannel
      : name === "emoji"
      ? "👍"
      : name === "interactionToken"
      ? "aW50ZXJhY3Rpb24.token_-x"
      : someId;
  }
  return params;
}

Deno.test("scopeRequest() fills the path of every route from good parameters", () => {
  for (const [name, route] of Object.entries(routes)) {
    const scoped = scope({ route: name, params: goodParams(route) });
    assert.ok(scoped.ok, name);
    assert.doesNotMatch(scoped.path, /[{}]/);
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

Deno.test("scopeRequest() answers foreign and unknown channels with the same bytes", () => {
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    if (route.path.includes("{channelId}")) {
      const answer = (channelId: string) => {
        const scoped = scope({ route: name, params: { ...goodParams(route), channelId } });
        assert.ok(!scoped.ok && scoped.refusal.kind === "scope", name);
        return JSON.stringify(scoped);
      };
      assert.equal(answer(otherChannel), answer(unknownChannel));
    }
    for (const path of route.bodyChannels ?? []) {
      const answer = (channelId: string) => {
        const body = path.split(".").reduceRight<unknown>((value, key) => ({ [key]: value }), channelId);
        const scoped = scope({ route: name, params: goodParams(route), body });
        return { ok: scoped.ok, text: JSON.stringify(scoped) };
      };
      assert.ok(answer(ownChannel).ok);
      assert.ok(!answer(otherChannel).ok);
      assert.equal(answer(otherChannel).text, answer(unknownChannel).text);
    }
  }
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
      if (param === "guildId" || param === "applicationId") continue;
      for (const value of bad) {
        if (param === "interactionToken" && value === "1") continue;
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
        const { pathname, search, hash } = new URL(`https://discord.test${scoped.path}`);
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

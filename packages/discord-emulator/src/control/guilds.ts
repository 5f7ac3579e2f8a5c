import { z } from "@hono/zod-openapi";
import type { OAuth2Provider } from "../oauth2/provider.ts";
import { addBot, addMember, directChannel, removeBot } from "../state/guilds.ts";
import { BOT_PERMISSIONS, seedGuild } from "../state/seed.ts";
import { removeMember } from "../state/members.ts";
import type { World } from "../state/world.ts";
import { channelWire } from "../wire/channel.ts";
import { memberWire } from "../wire/user.ts";
import { type ControlApp, endpoint } from "./endpoint.ts";
import { ControlError, missing, reject } from "./errors.ts";
import { findGuild, findUser } from "./find.ts";
import * as s from "./schemas.ts";
import { guildSummary, guildView } from "./views.ts";

/** Guilds, their members, and the bot's coming and going. */
export function addGuildEndpoints(app: ControlApp, world: World, oauth2: OAuth2Provider): void {
  endpoint(app, "post", "/guilds", {
    summary: "Make a guild; the bot joins unless `bot` is false",
    body: s.guildSeed,
    result: s.wire,
    status: 201,
  }, ({ body }) => guildSummary(world, seedGuild(world, definedOnly(body))));
  endpoint(
    app,
    "get",
    "/guilds",
    { summary: "All guilds, short", result: z.array(s.wire) },
    () => [...world.guilds.values()].map((guild) => guildSummary(world, guild)),
  );
  endpoint(app, "get", "/guilds/{id}", {
    summary: "All of a guild's state",
    params: s.idParams,
    result: s.wire,
  }, ({ params }) => guildView(world, findGuild(world, params.id)));
  endpoint(app, "post", "/guilds/{id}/members", {
    summary: "Let a known or a new user join",
    params: s.idParams,
    body: s.newMember,
    result: s.wire,
    status: 201,
  }, ({ params, body }) => {
    const guild = findGuild(world, params.id);
    for (const [index, role] of (body.roles ?? []).entries()) {
      if (!guild.roles.has(role)) {
        reject(`roles.${index}`, `Cannot give role ${role}: no such role in the guild`);
      }
    }
    if (!body.userId && !body.username) {
      reject("username", "Cannot add a member: neither userId nor username is given");
    }
    const user = body.userId ? findUser(world, body.userId) : world.addUser({ username: body.username! });
    if (guild.bans.has(user.id)) {
      throw new ControlError(409, `Cannot add user ${user.id}: banned from the guild`);
    }
    return memberWire(world, addMember(world, guild, user.id, body.roles ?? [], body.nick ?? null));
  });
  endpoint(app, "delete", "/guilds/{id}/members/{userId}", {
    summary: "Let a user leave",
    params: z.object({ id: s.id, userId: s.id }),
    result: z.object({ left: z.boolean() }),
  }, ({ params }) => {
    const guild = findGuild(world, params.id);
    if (!guild.members.has(params.userId)) missing(`Cannot remove user ${params.userId}: not a member`);
    if (params.userId === world.botId) removeBot(world, guild);
    else removeMember(world, guild, params.userId);
    return { left: true };
  });
  endpoint(app, "post", "/guilds/{id}/bot", {
    summary: "Invite the bot into a guild it is not in",
    params: s.idParams,
    body: z.object({ permissions: z.string().regex(/^\d+$/).optional() }),
    result: s.wire,
  }, ({ params, body }) => {
    const guild = findGuild(world, params.id);
    if (guild.botPresent) {
      throw new ControlError(409, `Cannot invite the bot: it is in guild ${guild.id} already`);
    }
    addBot(world, guild, body.permissions ? BigInt(body.permissions) : BOT_PERMISSIONS);
    return guildSummary(world, guild);
  });
  endpoint(app, "post", "/users/{id}/dm", {
    summary: "The direct message channel between a person and the bot",
    params: s.idParams,
    result: s.wire,
  }, ({ params }) => channelWire(world, directChannel(world, findUser(world, params.id).id)));
  endpoint(app, "post", "/users/{id}/deauthorize", {
    summary: "Take the application's access away, as in Discord's settings",
    params: s.idParams,
    result: z.object({ changed: z.boolean() }),
  }, ({ params }) => ({ changed: oauth2.deauthorize(findUser(world, params.id).id) }));
}

function definedOnly<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

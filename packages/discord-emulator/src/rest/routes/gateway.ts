import { applicationFlags } from "../../wire/application-flags.ts";
import { applicationWire, memberWire, selfWire, userWire } from "../../wire/user.ts";
import { basePermissions } from "../../state/permissions.ts";
import { directChannel, removeBot } from "../../state/guilds.ts";
import { channelWire } from "../../wire/channel.ts";
import { compareIds } from "../../snowflake.ts";
import { refuse } from "../errors.ts";
import { integer, model, snowflake, text } from "../form.ts";
import { botMember, guildOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const page = model({
  before: snowflake().optional(),
  after: snowflake().optional(),
  limit: integer(1, 200).optional(),
});

const REGIONS = [{ id: "us-west", name: "US West", optimal: true, deprecated: false, custom: false }];

/** Gateway address, application, own account, other users, direct messages. */
export const gatewayRoutes = [
  route("GET", "/gateway", { auth: false }, ({ gateway }) => ({ url: gateway.url })),
  route("GET", "/gateway/bot", {}, ({ gateway }) => ({
    url: gateway.url,
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
  })),
  route(
    "GET",
    "/applications/@me",
    {},
    ({ world }) => applicationWire(world, applicationFlags(world.privilegedIntents)),
  ),
  route(
    "GET",
    "/oauth2/applications/@me",
    {},
    ({ world }) => applicationWire(world, applicationFlags(world.privilegedIntents)),
  ),
  route("GET", "/users/@me", { scope: "identify" }, ({ world, userId }) => selfWire(world.user(userId))),
  route("PATCH", "/users/@me", { body: model({ username: text(32, 2).nullish() }) }, ({ world, body }) => {
    const bot = world.user(world.botId);
    if (body.username) bot.username = body.username;
    world.bus.emit({ t: "USER_UPDATE", guildId: null, d: selfWire(bot) });
    return selfWire(bot);
  }),
  route(
    "GET",
    "/users/@me/guilds",
    { query: page, scope: "guilds" },
    ({ world, userId, query }) =>
      world.guildsOf(userId).sort((a, b) => compareIds(a.id, b.id))
        .filter(({ id }) => !query.after || compareIds(id, query.after) > 0)
        .filter(({ id }) => !query.before || compareIds(id, query.before) < 0)
        .slice(0, query.limit ?? 200)
        .map((guild) => ({
          id: guild.id,
          name: guild.name,
          icon: null,
          banner: null,
          owner: guild.ownerId === userId,
          permissions: basePermissions(guild, guild.members.get(userId)!).toString(),
          features: [],
        })),
  ),
  route("DELETE", "/users/@me/guilds/:guild_id", {}, ({ world, params }) => {
    removeBot(world, guildOr404(world, params.guild_id));
  }),
  route(
    "GET",
    "/users/@me/guilds/:guild_id/member",
    {},
    ({ world, params }) => memberWire(world, botMember(world, guildOr404(world, params.guild_id))),
  ),
  route("POST", "/users/@me/channels", { body: model({ recipient_id: snowflake() }) }, ({ world, body }) => {
    const user = world.users.get(body.recipient_id) ?? refuse("unknownUser");
    if (user.id === world.botId) refuse("cannotMessageUser");
    return channelWire(world, directChannel(world, user.id));
  }),
  route(
    "GET",
    "/users/:user_id",
    {},
    ({ world, params }) => userWire(world.users.get(params.user_id) ?? refuse("unknownUser")),
  ),
  route("GET", "/voice/regions", {}, () => REGIONS),
  route("GET", "/guilds/:guild_id/regions", {}, ({ world, params }) => {
    guildOr404(world, params.guild_id);
    return REGIONS;
  }),
];

import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { audit, auditWire, changesBetween } from "../../state/audit.ts";
import { compareIds } from "../../snowflake.ts";
import type { Channel, Guild, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { channelWire } from "../../wire/channel.ts";
import { commandWire, webhookWire } from "../../wire/command.ts";
import { emojiWire, guildWire, threadsOf } from "../../wire/guild.ts";
import { userWire } from "../../wire/user.ts";
import { refuse, refuseField } from "../errors.ts";
import { choice, flag, integer, list, matching, model, snowflake, text } from "../form.ts";
import { demand, guildOr404 } from "../lookup.ts";
import { created, route } from "../route.ts";
import { bitField } from "../schemas/component.ts";

const settings = {
  description: text(300).nullish(),
  verification_level: choice([0, 1, 2, 3, 4]).nullish(),
  default_message_notifications: choice([0, 1]).nullish(),
  explicit_content_filter: choice([0, 1, 2]).nullish(),
  preferred_locale: text(10).nullish(),
  afk_timeout: choice([60, 300, 900, 1800, 3600]).nullish(),
  afk_channel_id: snowflake().nullish(),
  system_channel_id: snowflake().nullish(),
  rules_channel_id: snowflake().nullish(),
  public_updates_channel_id: snowflake().nullish(),
  safety_alerts_channel_id: snowflake().nullish(),
  system_channel_flags: bitField().nullish(),
  premium_progress_bar_enabled: flag().nullish(),
};
const patch = model({ name: text(100, 2).optional(), ...settings });
const logQuery = model({
  user_id: snowflake().optional(),
  target_id: snowflake().optional(),
  action_type: integer().optional(),
  before: snowflake().optional(),
  after: snowflake().optional(),
  limit: integer(1, 100).optional(),
});
const emojiName = () =>
  matching(32, 2, /^\w+$/, "STRING_TYPE_REGEX", "String value did not match validation regex.");
const emojiBody = model({
  name: emojiName(),
  image: text(400_000, 1),
  roles: list(snowflake(), 250).nullish(),
});
const emojiPatch = model({ name: emojiName().optional(), roles: list(snowflake(), 250).nullish() });

/** Guild settings, audit log and emojis. */
export const guildRoutes = [
  route(
    "GET",
    "/guilds/:guild_id",
    { query: model({ with_counts: flag().optional() }) },
    ({ world, params, query }) => {
      const guild = guildOr404(world, params.guild_id);
      const wire = guildWire(world, guild);
      return query.with_counts ? { ...wire, ...counts(guild) } : wire;
    },
  ),
  route("GET", "/guilds/:guild_id/preview", {}, ({ world, params }) => {
    const wire = guildWire(world, guildOr404(world, params.guild_id));
    const keys = "id name icon description home_header splash discovery_splash features emojis stickers"
      .split(" ");
    const shown = Object.fromEntries(keys.map((key) => [key, wire[key]]));
    return { ...shown, ...counts(guildOr404(world, params.guild_id)) };
  }),
  route("PATCH", "/guilds/:guild_id", { body: patch }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ManageGuild);
    const before = guildWire(world, guild);
    const { name, ...given } = body;
    for (const [key, value] of Object.entries(given)) {
      if (key.endsWith("_channel_id") && typeof value === "string") ownChannel(world, guild, key, value);
      if (value !== undefined) guild.settings[key] = value;
    }
    if (name) guild.name = name;
    const after = guildWire(world, guild);
    world.bus.emit({ t: "GUILD_UPDATE", guildId: guild.id, d: after });
    audit(world, guild, {
      actionType: 1,
      targetId: guild.id,
      reason,
      changes: changesBetween(before, after),
    });
    return after;
  }),
  route("GET", "/guilds/:guild_id/audit-logs", { query: logQuery }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.ViewAuditLog);
    const found = guild.auditLog
      .filter((entry) => !query.user_id || entry.userId === query.user_id)
      .filter((entry) => !query.target_id || entry.targetId === query.target_id)
      .filter((entry) => !query.action_type || entry.actionType === query.action_type)
      .filter(({ id }) => !query.before || compareIds(id, query.before) < 0)
      .filter(({ id }) => !query.after || compareIds(id, query.after) > 0);
    const limit = query.limit ?? 50;
    const entries = query.after ? found.slice(0, limit) : found.slice(-limit).reverse();
    const mentioned = new Set(entries.flatMap(({ userId, targetId }) => [userId, targetId ?? ""]));
    const threads = threadsOf(world, guild).filter(({ id }) => mentioned.has(id));
    return {
      audit_log_entries: entries.map(auditWire),
      users: [...mentioned].filter((id) => world.users.has(id)).map((id) => userWire(world.user(id))),
      integrations: [],
      webhooks: [...world.webhooks.values()].filter(({ id }) => mentioned.has(id))
        .map((one) => webhookWire(world, one)),
      guild_scheduled_events: [],
      threads: threads.map((thread) => channelWire(world, thread)),
      application_commands: [...guild.commands.values()].filter(({ id }) => mentioned.has(id))
        .map((one) => commandWire(world, one)),
      auto_moderation_rules: [],
    };
  }),
  route(
    "GET",
    "/guilds/:guild_id/emojis",
    {},
    ({ world, params }) =>
      [...guildOr404(world, params.guild_id).emojis.values()].map((emoji) => emojiWire(world, emoji)),
  ),
  route("GET", "/guilds/:guild_id/emojis/:emoji_id", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    return emojiWire(world, guild.emojis.get(params.emoji_id) ?? refuse("unknownEmoji"));
  }),
  route("POST", "/guilds/:guild_id/emojis", { body: emojiBody }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    demand(world, guild, P.CreateGuildExpressions);
    const image = /^data:image\/(png|jpeg|gif|webp|avif);base64,/.exec(body.image);
    if (!image) refuseField(["image"], "IMAGE_INVALID", "Invalid image data");
    const emoji = {
      id: world.ids.next(),
      name: body.name,
      animated: image[1] === "gif",
      userId: world.botId,
      roles: body.roles ?? [],
    };
    guild.emojis.set(emoji.id, emoji);
    emojisChanged(world, guild);
    audit(world, guild, { actionType: 60, targetId: emoji.id, reason });
    return created(emojiWire(world, emoji));
  }),
  route(
    "PATCH",
    "/guilds/:guild_id/emojis/:emoji_id",
    { body: emojiPatch },
    ({ world, params, body, reason }) => {
      const guild = guildOr404(world, params.guild_id);
      const emoji = guild.emojis.get(params.emoji_id) ?? refuse("unknownEmoji");
      demand(world, guild, P.ManageGuildExpressions);
      if (body.name) emoji.name = body.name;
      if (body.roles !== undefined) emoji.roles = body.roles ?? [];
      emojisChanged(world, guild);
      audit(world, guild, { actionType: 61, targetId: emoji.id, reason });
      return emojiWire(world, emoji);
    },
  ),
  route("DELETE", "/guilds/:guild_id/emojis/:emoji_id", {}, ({ world, params, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    if (!guild.emojis.has(params.emoji_id)) refuse("unknownEmoji");
    demand(world, guild, P.ManageGuildExpressions);
    guild.emojis.delete(params.emoji_id);
    emojisChanged(world, guild);
    audit(world, guild, { actionType: 62, targetId: params.emoji_id, reason });
  }),
];

function counts(guild: Guild): Wire {
  return { approximate_member_count: guild.members.size, approximate_presence_count: guild.members.size };
}

function ownChannel(world: World, guild: Guild, key: string, id: string): Channel {
  const channel = world.channels.get(id);
  return channel?.guildId === guild.id ? channel : refuseField([key], "CHANNEL_INVALID", "Invalid channel");
}

function emojisChanged(world: World, guild: Guild): void {
  const emojis = [...guild.emojis.values()].map((emoji) => emojiWire(world, emoji));
  world.bus.emit({ t: "GUILD_EMOJIS_UPDATE", guildId: guild.id, d: { guild_id: guild.id, emojis } });
}

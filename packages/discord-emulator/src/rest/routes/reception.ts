import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import { audit } from "../../state/audit.ts";
import type { Guild, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { refuseField } from "../errors.ts";
import { choice, flag, list, model, snowflake, text, timestamp } from "../form.ts";
import { demand, guildOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const DAY_MS = 86_400_000;
const emoji = { emoji_id: snowflake().nullish(), emoji_name: text(100).nullish() };
const ids = (max: number) => list(snowflake(), max).nullish();

const welcomePatch = model({
  enabled: flag().nullish(),
  description: text(140).nullish(),
  welcome_channels: list(model({ channel_id: snowflake(), description: text(50, 1), ...emoji }), 5).nullish(),
});
const option = model({
  title: text(50, 1),
  description: text(100).nullish(),
  role_ids: ids(50),
  channel_ids: ids(50),
  emoji_animated: flag().nullish(),
  ...emoji,
});
const prompt = model({
  title: text(100, 1),
  options: list(option, 50, 1),
  single_select: flag().nullish(),
  required: flag().nullish(),
  in_onboarding: flag().nullish(),
  type: choice([0, 1]).nullish(),
});
const onboardingBody = model({
  enabled: flag().nullish(),
  mode: choice([0, 1]).nullish(),
  default_channel_ids: ids(500),
  prompts: list(prompt, 15).nullish(),
});
const incidentsBody = model({
  invites_disabled_until: timestamp().nullish(),
  dms_disabled_until: timestamp().nullish(),
});

/** What a guild shows to those who come: welcome screen, onboarding, and stops for the time of a raid. */
export const receptionRoutes = [
  route("GET", "/guilds/:guild_id/welcome-screen", {}, ({ world, params }) => {
    return guildOr404(world, params.guild_id).reception.welcome;
  }),
  route(
    "PATCH",
    "/guilds/:guild_id/welcome-screen",
    { body: welcomePatch },
    ({ world, params, body, reason }) => {
      const guild = managed(world, params.guild_id);
      const { welcome } = guild.reception;
      if (body.description !== undefined) welcome.description = body.description ?? null;
      if (body.welcome_channels !== undefined) {
        welcome.welcome_channels = (body.welcome_channels ?? []).map((one, index) => ({
          channel_id: ownChannel(world, guild, one.channel_id, ["welcome_channels", index, "channel_id"]),
          description: one.description,
          emoji_id: one.emoji_id ?? null,
          emoji_name: one.emoji_name ?? null,
        }));
      }
      audit(world, guild, { actionType: 167, targetId: guild.id, reason });
      return welcome;
    },
  ),
  route("GET", "/guilds/:guild_id/onboarding", {}, ({ world, params }) => {
    const guild = guildOr404(world, params.guild_id);
    return { guild_id: guild.id, ...guild.reception.onboarding };
  }),
  route(
    "PUT",
    "/guilds/:guild_id/onboarding",
    { body: onboardingBody },
    ({ world, params, body, reason }) => {
      const guild = managed(world, params.guild_id);
      demand(world, guild, P.ManageRoles);
      const { onboarding } = guild.reception;
      const channels = (body.default_channel_ids ?? onboarding.default_channel_ids)
        .map((id, index) => ownChannel(world, guild, id, ["default_channel_ids", index]));
      const prompts = body.prompts
        ? body.prompts.map((one, index) => promptWire(world, guild, one, ["prompts", index]))
        : onboarding.prompts;
      Object.assign(onboarding, {
        prompts,
        default_channel_ids: channels,
        enabled: body.enabled ?? onboarding.enabled,
        mode: body.mode ?? onboarding.mode,
      });
      audit(world, guild, { actionType: 167, targetId: guild.id, reason });
      return { guild_id: guild.id, ...onboarding };
    },
  ),
  route("PUT", "/guilds/:guild_id/incident-actions", { body: incidentsBody }, ({ world, params, body }) => {
    const guild = managed(world, params.guild_id);
    const read = (key: "invites_disabled_until" | "dms_disabled_until") => {
      const until = body[key] ?? null;
      if (until && Date.parse(until) > world.clock.now() + DAY_MS) {
        refuseField([key], "DATE_TIME_TYPE_MAX", "Must be at most 24 hours in the future");
      }
      return until && world.clock.iso(Date.parse(until));
    };
    return guild.reception.incidents = {
      invites_disabled_until: read("invites_disabled_until"),
      dms_disabled_until: read("dms_disabled_until"),
    };
  }),
  route("GET", "/guilds/:guild_id/integrations", {}, ({ world, params }) => {
    managed(world, params.guild_id);
    return [] as Wire[];
  }),
  route("GET", "/guilds/:guild_id/vanity-url", {}, ({ world, params }) => {
    managed(world, params.guild_id);
    return { code: null, uses: 0 };
  }),
];

function managed(world: World, guildId: string): Guild {
  const guild = guildOr404(world, guildId);
  demand(world, guild, P.ManageGuild);
  return guild;
}

function ownChannel(world: World, guild: Guild, id: string, path: PropertyKey[]): string {
  if (world.channels.get(id)?.guildId === guild.id) return id;
  return refuseField(path, "CHANNEL_INVALID", "Invalid channel");
}

function promptWire(world: World, guild: Guild, given: z.output<typeof prompt>, path: PropertyKey[]): Wire {
  return {
    id: world.ids.next(),
    title: given.title,
    type: given.type ?? 0,
    single_select: given.single_select ?? false,
    required: given.required ?? false,
    in_onboarding: given.in_onboarding ?? true,
    options: given.options.map((one, index) => {
      const here = [...path, "options", index];
      for (const [at, id] of (one.role_ids ?? []).entries()) {
        if (!guild.roles.has(id)) refuseField([...here, "role_ids", at], "ROLE_INVALID", "Invalid role");
      }
      return {
        id: world.ids.next(),
        title: one.title,
        description: one.description ?? "",
        emoji: {
          id: one.emoji_id ?? null,
          name: one.emoji_name ?? null,
          animated: one.emoji_animated ?? false,
        },
        role_ids: one.role_ids ?? [],
        channel_ids: (one.channel_ids ?? []).map((id, at) =>
          ownChannel(world, guild, id, [...here, "channel_ids", at])
        ),
      };
    }),
  };
}

import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import { audit } from "../../state/audit.ts";
import type { AutoModerationRule, Guild, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { ruleWire } from "../../wire/rule.ts";
import { refuse, refuseField } from "../errors.ts";
import { byType, choice, flag, integer, list, model, snowflake, text } from "../form.ts";
import { demand, guildOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const BASE = "/guilds/:guild_id/auto-moderation/rules";
const ONE = `${BASE}/:rule_id` as const;
/** Most rules of one trigger type. */
const MOST: Record<number, number> = { 1: 6, 3: 1, 4: 1, 5: 1, 6: 1 };
/** What a trigger of each type is told; a missing key has this value. */
const TRIGGERS: Record<number, Wire> = {
  1: { keyword_filter: [], regex_patterns: [], allow_list: [] },
  3: {},
  4: { presets: [], allow_list: [] },
  5: { mention_total_limit: 0, mention_raid_protection_enabled: false },
  6: { keyword_filter: [], regex_patterns: [], allow_list: [] },
};

const action = byType({
  1: model({ type: choice([1]), metadata: model({ custom_message: text(150).nullish() }).nullish() }),
  2: model({ type: choice([2]), metadata: model({ channel_id: snowflake() }) }),
  3: model({ type: choice([3]), metadata: model({ duration_seconds: integer(0, 2_419_200) }) }),
  4: model({ type: choice([4]), metadata: model({}).nullish() }),
});
const fields = {
  enabled: flag().nullish(),
  exempt_roles: list(snowflake(), 20).nullish(),
  exempt_channels: list(snowflake(), 50).nullish(),
  trigger_metadata: model({
    keyword_filter: list(text(60, 1), 1000).nullish(),
    regex_patterns: list(text(260, 1), 10).nullish(),
    presets: list(integer(1, 3), 3).nullish(),
    allow_list: list(text(60, 1), 1000).nullish(),
    mention_total_limit: integer(0, 50).nullish(),
    mention_raid_protection_enabled: flag().nullish(),
  }).nullish(),
};
const ruleBody = model({
  ...fields,
  name: text(100, 1),
  event_type: choice([1, 2]),
  trigger_type: choice([1, 3, 4, 5, 6]),
  actions: list(action, 5, 1),
});
const rulePatch = model({
  ...fields,
  name: text(100, 1).optional(),
  event_type: choice([1, 2]).optional(),
  actions: list(action, 5, 1).optional(),
});

/** Rules of auto-moderation. They are kept and told of; messages are not judged by them. */
export const autoModerationRoutes = [
  route("GET", BASE, {}, ({ world, params }) => {
    const guild = managed(world, params.guild_id);
    return [...guild.rules.values()].map((rule) => ruleWire(guild, rule));
  }),
  route("GET", ONE, {}, ({ world, params }) => {
    const guild = managed(world, params.guild_id);
    return ruleWire(guild, find(guild, params.rule_id));
  }),
  route("POST", BASE, { body: ruleBody }, ({ world, params, body, reason }) => {
    const guild = managed(world, params.guild_id);
    const same = [...guild.rules.values()].filter(({ triggerType }) => triggerType === body.trigger_type);
    if (same.length >= MOST[body.trigger_type]!) {
      refuseField(
        ["trigger_type"],
        "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED",
        "Maximum number of rules of this type reached",
      );
    }
    const rule: AutoModerationRule = {
      id: world.ids.next(),
      creatorId: world.botId,
      name: body.name,
      eventType: body.event_type,
      triggerType: body.trigger_type,
      triggerMetadata: TRIGGERS[body.trigger_type]!,
      actions: [],
      enabled: false,
      exemptRoles: [],
      exemptChannels: [],
    };
    change(world, guild, rule, body);
    guild.rules.set(rule.id, rule);
    return tell(world, guild, rule, "CREATE", 140, reason);
  }),
  route("PATCH", ONE, { body: rulePatch }, ({ world, params, body, reason }) => {
    const guild = managed(world, params.guild_id);
    const rule = find(guild, params.rule_id);
    change(world, guild, rule, body);
    return tell(world, guild, rule, "UPDATE", 141, reason);
  }),
  route("DELETE", ONE, {}, ({ world, params, reason }) => {
    const guild = managed(world, params.guild_id);
    const rule = find(guild, params.rule_id);
    guild.rules.delete(rule.id);
    tell(world, guild, rule, "DELETE", 142, reason);
  }),
];

function managed(world: World, guildId: string): Guild {
  const guild = guildOr404(world, guildId);
  demand(world, guild, P.ManageGuild);
  return guild;
}

function find(guild: Guild, id: string): AutoModerationRule {
  return guild.rules.get(id) ?? refuse("notFound");
}

function change(
  world: World,
  guild: Guild,
  rule: AutoModerationRule,
  body: z.output<typeof rulePatch>,
): void {
  for (const [index, id] of (body.exempt_roles ?? []).entries()) {
    if (!guild.roles.has(id)) refuseField(["exempt_roles", index], "ROLE_INVALID", "Invalid role");
  }
  for (const [index, id] of (body.exempt_channels ?? []).entries()) {
    if (world.channels.get(id)?.guildId !== guild.id) {
      refuseField(["exempt_channels", index], "CHANNEL_INVALID", "Invalid channel");
    }
  }
  for (const [index, { type, metadata }] of (body.actions ?? []).entries()) {
    if (type !== 2) continue;
    const { channel_id: id } = metadata as { channel_id: string };
    if (world.channels.get(id)?.guildId !== guild.id) {
      refuseField(["actions", index, "metadata", "channel_id"], "CHANNEL_INVALID", "Invalid channel");
    }
  }
  const given = Object.entries(body.trigger_metadata ?? {})
    .filter(([key, value]) => key in TRIGGERS[rule.triggerType]! && value !== undefined && value !== null);
  rule.name = body.name ?? rule.name;
  rule.eventType = body.event_type ?? rule.eventType;
  rule.triggerMetadata = { ...rule.triggerMetadata, ...Object.fromEntries(given) };
  if (body.actions) rule.actions = body.actions.map((one) => ({ ...one, metadata: one.metadata ?? {} }));
  rule.enabled = body.enabled ?? rule.enabled;
  rule.exemptRoles = body.exempt_roles ?? rule.exemptRoles;
  rule.exemptChannels = body.exempt_channels ?? rule.exemptChannels;
}

function tell(
  world: World,
  guild: Guild,
  rule: AutoModerationRule,
  what: "CREATE" | "UPDATE" | "DELETE",
  actionType: number,
  reason: string | null,
): Wire {
  const d = ruleWire(guild, rule);
  world.bus.emit({ t: `AUTO_MODERATION_RULE_${what}`, guildId: guild.id, needs: P.ManageGuild, d });
  audit(world, guild, { actionType, targetId: rule.id, reason });
  return d;
}

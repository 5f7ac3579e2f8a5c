import type { AutoModerationRule, Guild, Wire } from "../state/types.ts";

/** A rule of auto-moderation. */
export function ruleWire(guild: Guild, rule: AutoModerationRule): Wire {
  return {
    id: rule.id,
    guild_id: guild.id,
    creator_id: rule.creatorId,
    name: rule.name,
    event_type: rule.eventType,
    trigger_type: rule.triggerType,
    trigger_metadata: rule.triggerMetadata,
    actions: rule.actions,
    enabled: rule.enabled,
    exempt_roles: rule.exemptRoles,
    exempt_channels: rule.exemptChannels,
  };
}

import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { AuditEntry, Guild, Wire } from "./types.ts";
import type { World } from "./world.ts";

/** One audit log entry as it goes out. */
export function auditWire(entry: AuditEntry): Wire {
  const wire: Wire = {
    id: entry.id,
    action_type: entry.actionType,
    user_id: entry.userId,
    target_id: entry.targetId,
  };
  if (entry.changes.length) wire.changes = entry.changes;
  if (entry.options) wire.options = entry.options;
  if (entry.reason) wire.reason = entry.reason;
  return wire;
}

/** Writes down what the bot did, and tells it when it may read the audit log. */
export function audit(
  world: World,
  guild: Guild,
  given: {
    actionType: number;
    targetId: string | null;
    reason: string | null;
    changes?: Wire[];
    options?: Wire;
    userId?: string;
  },
): void {
  const entry: AuditEntry = {
    id: world.ids.next(),
    actionType: given.actionType,
    userId: given.userId ?? world.botId,
    targetId: given.targetId,
    reason: given.reason,
    changes: given.changes ?? [],
    options: given.options ?? null,
  };
  guild.auditLog.push(entry);
  world.bus.emit({
    t: "GUILD_AUDIT_LOG_ENTRY_CREATE",
    guildId: guild.id,
    needs: P.ViewAuditLog,
    d: { ...auditWire(entry), guild_id: guild.id },
  });
}

/** Settings whose changes the audit log lists. */
const LISTED = new Set([
  ..."name description region preferred_locale afk_channel_id afk_timeout rules_channel_id".split(" "),
  ..."public_updates_channel_id safety_alerts_channel_id verification_level video_quality_mode".split(" "),
  ..."explicit_content_filter default_message_notifications premium_progress_bar_enabled".split(" "),
  ..."system_channel_flags system_channel_id position topic bitrate permission_overwrites nsfw".split(" "),
  ..."rate_limit_per_user permissions color hoist mentionable deaf mute nick type user_limit".split(" "),
  ..."default_auto_archive_duration communication_disabled_until available_tags flags".split(" "),
]);

/** The listed fields that differ between two wire objects; absent values are left out. */
export function changesBetween(before: Wire, after: Wire): Wire[] {
  return Object.keys(after)
    .filter((key) => LISTED.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => ({
      key,
      ...(before[key] === undefined || before[key] === null ? {} : { old_value: before[key] }),
      ...(after[key] === null ? {} : { new_value: after[key] }),
    }));
}

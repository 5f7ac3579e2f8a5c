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

/** The fields that differ between two wire objects, as the audit log lists them. */
export function changesBetween(before: Wire, after: Wire): Wire[] {
  return Object.keys(after)
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => ({ key, old_value: before[key], new_value: after[key] }));
}

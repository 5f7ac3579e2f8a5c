import type { Guild, ScheduledEvent, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { userWire } from "./user.ts";

const ELSEWHERE = 3;

/** A scheduled event. */
export function eventWire(world: World, guild: Guild, event: ScheduledEvent, withCount = false): Wire {
  const wire: Wire = {
    id: event.id,
    guild_id: guild.id,
    channel_id: event.channelId,
    creator_id: event.creatorId,
    creator: userWire(world.user(event.creatorId)),
    name: event.name,
    description: event.description,
    image: null,
    scheduled_start_time: event.startsAt,
    scheduled_end_time: event.endsAt,
    privacy_level: 2,
    status: event.status,
    entity_type: event.entityType,
    entity_id: null,
    entity_metadata: event.entityType === ELSEWHERE ? { location: event.location } : null,
    recurrence_rule: event.recurrence,
    guild_scheduled_event_exceptions: [],
  };
  if (withCount) wire.user_count = event.userIds.size;
  return wire;
}

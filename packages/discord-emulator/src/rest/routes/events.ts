import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import { compareIds } from "../../snowflake.ts";
import { audit } from "../../state/audit.ts";
import type { Guild, ScheduledEvent, Wire } from "../../state/types.ts";
import type { World } from "../../state/world.ts";
import { eventWire } from "../../wire/event.ts";
import { memberWire, userWire } from "../../wire/user.ts";
import { refuse, refuseField } from "../errors.ts";
import { choice, flag, integer, list, model, snowflake, text, timestamp } from "../form.ts";
import { botMay, demand, guildOr404 } from "../lookup.ts";
import { route } from "../route.ts";

const BASE = "/guilds/:guild_id/scheduled-events";
const ONE = `${BASE}/:event_id` as const;
const ELSEWHERE = 3;
/** Channel types by entity type. */
const PLACES: Record<number, number> = { 1: 13, 2: 2 };
/** Statuses that may follow a status. */
const NEXT: Record<number, number[]> = { 1: [2, 4], 2: [3], 3: [], 4: [] };

const recurrence = model({
  start: timestamp(),
  end: timestamp().nullish(),
  frequency: choice([0, 1, 2, 3]),
  interval: integer(1).nullish(),
  by_weekday: list(integer(0, 6), 7).nullish(),
  by_n_weekday: list(model({ n: integer(1, 5), day: integer(0, 6) }), 1).nullish(),
  by_month: list(integer(1, 12), 1).nullish(),
  by_month_day: list(integer(1, 31), 1).nullish(),
});
const fields = {
  description: text(1000).nullish(),
  scheduled_end_time: timestamp().nullish(),
  channel_id: snowflake().nullish(),
  entity_metadata: model({ location: text(100).nullish() }).nullish(),
  recurrence_rule: recurrence.nullish(),
};
const eventBody = model({
  ...fields,
  name: text(100, 1),
  privacy_level: choice([2]),
  scheduled_start_time: timestamp(),
  entity_type: choice([1, 2, 3]),
});
const eventPatch = model({
  ...fields,
  name: text(100, 1).optional(),
  privacy_level: choice([2]).optional(),
  scheduled_start_time: timestamp().optional(),
  entity_type: choice([1, 2, 3]).optional(),
  status: choice([1, 2, 3, 4]).optional(),
});
const counted = model({ with_user_count: flag().optional() });
const page = model({
  limit: integer(1, 100).optional(),
  with_member: flag().optional(),
  before: snowflake().optional(),
  after: snowflake().optional(),
});

/** Scheduled events of a guild. */
export const eventRoutes = [
  route("GET", BASE, { query: counted }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    return [...guild.events.values()].map((event) => eventWire(world, guild, event, query.with_user_count));
  }),
  route("GET", ONE, { query: counted }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    return eventWire(world, guild, find(guild, params.event_id), query.with_user_count);
  }),
  route("POST", BASE, { body: eventBody }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const event: ScheduledEvent = {
      id: world.ids.next(),
      creatorId: world.botId,
      name: body.name,
      description: null,
      entityType: body.entity_type,
      channelId: null,
      location: null,
      startsAt: body.scheduled_start_time,
      endsAt: null,
      status: 1,
      recurrence: null,
      userIds: new Set(),
    };
    change(world, guild, event, body);
    guild.events.set(event.id, event);
    return tell(world, guild, event, "CREATE", 100, reason);
  }),
  route("PATCH", ONE, { body: eventPatch }, ({ world, params, body, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const event = find(guild, params.event_id);
    const { status = event.status } = body;
    if (status !== event.status && !NEXT[event.status]!.includes(status)) {
      refuseField(["status"], "GUILD_SCHEDULED_EVENT_STATUS_INVALID", "Invalid status transition");
    }
    change(world, guild, event, body);
    event.status = status;
    return tell(world, guild, event, "UPDATE", 101, reason);
  }),
  route("DELETE", ONE, {}, ({ world, params, reason }) => {
    const guild = guildOr404(world, params.guild_id);
    const event = find(guild, params.event_id);
    demandEvents(world, guild, event.channelId);
    guild.events.delete(event.id);
    tell(world, guild, event, "DELETE", 102, reason);
  }),
  route("GET", `${ONE}/users`, { query: page }, ({ world, params, query }) => {
    const guild = guildOr404(world, params.guild_id);
    const event = find(guild, params.event_id);
    return [...event.userIds].sort(compareIds)
      .filter((id) => !query.after || compareIds(id, query.after) > 0)
      .filter((id) => !query.before || compareIds(id, query.before) < 0)
      .slice(0, query.limit ?? 100).map((id) => interested(world, guild, event, id, query.with_member));
  }),
];

function find(guild: Guild, id: string): ScheduledEvent {
  return guild.events.get(id) ?? refuse("unknownEvent");
}

/** Takes over what is given and judges the whole. */
function change(
  world: World,
  guild: Guild,
  event: ScheduledEvent,
  body: Partial<z.output<typeof eventBody>> & z.output<typeof eventPatch>,
): void {
  const entityType = body.entity_type ?? event.entityType;
  const location = body.entity_metadata?.location ?? event.location;
  const endsAt = body.scheduled_end_time ?? event.endsAt;
  const channelId = body.channel_id === undefined ? event.channelId : body.channel_id;
  if (entityType === ELSEWHERE) {
    if (!location) {
      refuseField(["entity_metadata", "location"], "BASE_TYPE_REQUIRED", "This field is required");
    }
    if (!endsAt) refuseField(["scheduled_end_time"], "BASE_TYPE_REQUIRED", "This field is required");
  } else {
    const channel = world.channels.get(channelId ?? "");
    if (channel?.guildId !== guild.id) refuse("unknownChannel");
    if (channel.type !== PLACES[entityType]) refuse("wrongChannelType");
  }
  const place = entityType === ELSEWHERE ? null : channelId;
  demandEvents(world, guild, place);
  Object.assign(event, {
    entityType,
    channelId: place,
    location: entityType === ELSEWHERE ? location : null,
    endsAt,
    name: body.name ?? event.name,
    startsAt: body.scheduled_start_time ?? event.startsAt,
    ...(body.description === undefined ? {} : { description: body.description || null }),
    ...(body.recurrence_rule === undefined
      ? {}
      : { recurrence: recurrenceWire(body.recurrence_rule ?? null) }),
  });
}

function recurrenceWire(rule: z.output<typeof recurrence> | null): Wire | null {
  if (!rule) return null;
  const { start, end, frequency, interval, by_weekday, by_n_weekday, by_month, by_month_day } = rule;
  return {
    start,
    end: end ?? null,
    frequency,
    interval: interval ?? 1,
    by_weekday: by_weekday ?? null,
    by_n_weekday: by_n_weekday ?? null,
    by_month: by_month ?? null,
    by_month_day: by_month_day ?? null,
    by_year_day: null,
    count: null,
  };
}

function demandEvents(world: World, guild: Guild, channelId: string | null): void {
  const channel = channelId ? world.channels.get(channelId) : undefined;
  if (channel ? !botMay(world, channel, P.CreateEvents) : false) refuse("missingPermissions");
  if (!channel) demand(world, guild, P.CreateEvents);
}

function tell(
  world: World,
  guild: Guild,
  event: ScheduledEvent,
  what: "CREATE" | "UPDATE" | "DELETE",
  actionType: number,
  reason: string | null,
): Wire {
  const d = eventWire(world, guild, event);
  world.bus.emit({ t: `GUILD_SCHEDULED_EVENT_${what}`, guildId: guild.id, d });
  audit(world, guild, { actionType, targetId: event.id, reason });
  return d;
}

function interested(
  world: World,
  guild: Guild,
  event: ScheduledEvent,
  id: string,
  withMember: boolean | undefined,
): Wire {
  const member = withMember ? guild.members.get(id) : undefined;
  return {
    guild_scheduled_event_id: event.id,
    response: 1,
    user_id: id,
    user: userWire(world.user(id)),
    ...(member ? { member: memberWire(world, member) } : {}),
  };
}

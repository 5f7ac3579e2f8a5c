import type * as D from "discord-api-types/v10";
import { bind, type WithReason } from "./call.ts";

interface OfEvent {
  eventId: string;
}
interface OfRule {
  ruleId: string;
}

/** Scheduled events. */
export interface EventRest {
  fetchScheduledEvents(args?: { withUserCount?: boolean }): Promise<D.APIGuildScheduledEvent[]>;
  fetchScheduledEvent(args: OfEvent & { withUserCount?: boolean }): Promise<D.APIGuildScheduledEvent>;
  /** In a channel (`channel_id`), or elsewhere (`entity_metadata.location` and an end). */
  createScheduledEvent(
    args: { payload: D.RESTPostAPIGuildScheduledEventJSONBody } & WithReason,
  ): Promise<D.APIGuildScheduledEvent>;
  /** `payload.status`: 2 begins it, 3 ends it, 4 calls it off. */
  editScheduledEvent(
    args: OfEvent & { payload: D.RESTPatchAPIGuildScheduledEventJSONBody } & WithReason,
  ): Promise<D.APIGuildScheduledEvent>;
  deleteScheduledEvent(args: OfEvent): Promise<void>;
  /** Who is interested. `limit`: 1 to 100. */
  fetchScheduledEventUsers(
    args: OfEvent & { limit?: number; before?: string; after?: string; withMember?: boolean },
  ): Promise<D.APIGuildScheduledEventUser[]>;
}

/** Rules of auto-moderation. */
export interface AutoModerationRest {
  fetchAutoModerationRules(): Promise<D.APIAutoModerationRule[]>;
  fetchAutoModerationRule(args: OfRule): Promise<D.APIAutoModerationRule>;
  createAutoModerationRule(
    args: { payload: D.RESTPostAPIAutoModerationRuleJSONBody } & WithReason,
  ): Promise<D.APIAutoModerationRule>;
  /** Everything but `trigger_type` can change. */
  editAutoModerationRule(
    args: OfRule & { payload: D.RESTPatchAPIAutoModerationRuleJSONBody } & WithReason,
  ): Promise<D.APIAutoModerationRule>;
  deleteAutoModerationRule(args: OfRule & WithReason): Promise<void>;
}

export const events: EventRest = bind<EventRest>({
  fetchScheduledEvents: ["events.list"],
  fetchScheduledEvent: ["events.get", "eventId"],
  createScheduledEvent: ["events.create"],
  editScheduledEvent: ["events.edit", "eventId"],
  deleteScheduledEvent: ["events.delete", "eventId"],
  fetchScheduledEventUsers: ["events.users", "eventId"],
});

export const autoModeration: AutoModerationRest = bind<AutoModerationRest>({
  fetchAutoModerationRules: ["automod.list"],
  fetchAutoModerationRule: ["automod.get", "ruleId"],
  createAutoModerationRule: ["automod.create"],
  editAutoModerationRule: ["automod.edit", "ruleId"],
  deleteAutoModerationRule: ["automod.delete", "ruleId"],
});

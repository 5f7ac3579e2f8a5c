import type * as D from "discord-api-types/v10";
import { bind } from "./call.ts";
import type { WithReason } from "./with-reason.ts";

interface OfEvent {
  eventId: string;
}
interface OfRule {
  ruleId: string;
}

/** Scheduled events. */
export interface EventRest {
  /**
   * Scheduled events of the guild.
   *
   * @example
   * const events = await rest.fetchScheduledEvents({ withUserCount: true });
   * console.log(events.length);
   */
  fetchScheduledEvents(args?: { withUserCount?: boolean }): Promise<D.APIGuildScheduledEvent[]>;
  /**
   * One scheduled event.
   *
   * @example
   * const { name } = await rest.fetchScheduledEvent({ eventId: "123456789012345678" });
   * console.log(name);
   */
  fetchScheduledEvent(args: OfEvent & { withUserCount?: boolean }): Promise<D.APIGuildScheduledEvent>;
  /**
   * Plans an event in a channel (`channel_id`), or elsewhere (`entity_metadata.location` and an end).
   *
   * @example
   * await rest.createScheduledEvent({
   *   payload: {
   *     name: "Picnic",
   *     privacy_level: 2,
   *     entity_type: 3,
   *     entity_metadata: { location: "In the meadow" },
   *     scheduled_start_time: "2030-05-01T12:00:00Z",
   *     scheduled_end_time: "2030-05-01T18:00:00Z",
   *   },
   * });
   */
  createScheduledEvent(
    args: { payload: D.RESTPostAPIGuildScheduledEventJSONBody } & WithReason,
  ): Promise<D.APIGuildScheduledEvent>;
  /**
   * Changes an event. `payload.status`: 2 begins it, 3 ends it, 4 calls it off.
   *
   * @example
   * await rest.editScheduledEvent({ eventId: "123456789012345678", payload: { status: 4 }, reason: "Rain" });
   */
  editScheduledEvent(
    args: OfEvent & { payload: D.RESTPatchAPIGuildScheduledEventJSONBody } & WithReason,
  ): Promise<D.APIGuildScheduledEvent>;
  /**
   * Deletes an event.
   *
   * @example
   * await rest.deleteScheduledEvent({ eventId: "123456789012345678" });
   */
  deleteScheduledEvent(args: OfEvent): Promise<void>;
  /**
   * Who is interested. `limit`: 1 to 100.
   *
   * @example
   * const users = await rest.fetchScheduledEventUsers({ eventId: "123456789012345678", limit: 100 });
   * console.log(users.length);
   */
  fetchScheduledEventUsers(
    args: OfEvent & { limit?: number; before?: string; after?: string; withMember?: boolean },
  ): Promise<D.APIGuildScheduledEventUser[]>;
}

/** Rules of auto-moderation. */
export interface AutoModerationRest {
  /**
   * All rules.
   *
   * @example
   * const rules = await rest.fetchAutoModerationRules();
   * console.log(rules.length);
   */
  fetchAutoModerationRules(): Promise<D.APIAutoModerationRule[]>;
  /**
   * One rule.
   *
   * @example
   * const { enabled } = await rest.fetchAutoModerationRule({ ruleId: "123456789012345678" });
   * console.log(enabled);
   */
  fetchAutoModerationRule(args: OfRule): Promise<D.APIAutoModerationRule>;
  /**
   * Makes a rule; `trigger_type` and `actions` are Discord's numbers.
   *
   * @example
   * await rest.createAutoModerationRule({
   *   payload: {
   *     name: "Polite",
   *     event_type: 1,
   *     trigger_type: 1,
   *     trigger_metadata: { keyword_filter: ["darn*"] },
   *     actions: [{ type: 1, metadata: { custom_message: "Mind your words" } }],
   *     enabled: true,
   *   },
   * });
   */
  createAutoModerationRule(
    args: { payload: D.RESTPostAPIAutoModerationRuleJSONBody } & WithReason,
  ): Promise<D.APIAutoModerationRule>;
  /**
   * Changes a rule: everything but `trigger_type`.
   *
   * @example
   * await rest.editAutoModerationRule({ ruleId: "123456789012345678", payload: { enabled: false } });
   */
  editAutoModerationRule(
    args: OfRule & { payload: D.RESTPatchAPIAutoModerationRuleJSONBody } & WithReason,
  ): Promise<D.APIAutoModerationRule>;
  /**
   * Deletes a rule.
   *
   * @example
   * await rest.deleteAutoModerationRule({ ruleId: "123456789012345678" });
   */
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

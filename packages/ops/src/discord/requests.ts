/**
 * @module What each route takes besides its path, one entry per route of the route table that scripts may name.
 * A route without an entry for a part takes none: what the script gives there is dropped.
 */
import { z } from "zod";
import { Snowflake } from "@flora/model";
import type { RouteName } from "@flora/discord";
import { CommandBodies, CommandBody, CommandChange } from "../commands/check.ts";
import { ChannelMessage, isEmptyMessage, MessageEdit } from "./message-body.ts";
import { text } from "./text.ts";

/** Routes that need a handle instead of a token are ops of their own. */
export type RestRouteName = Exclude<RouteName, `interactions.${string}`>;

export interface RestRequest {
  query?: z.ZodType;
  body?: z.ZodType;
  /** A rule over body and files together: the message of what is wrong with the body. */
  judge?(body: unknown, files: readonly unknown[] | undefined): string | undefined;
}

const isoTime = z.string().max(40).refine(
  (value) => !Number.isNaN(Date.parse(value)),
  "must be an ISO 8601 time",
);
const ids = (max: number) => z.array(Snowflake).max(max);

const MemberEdit = z.object({
  nick: text(32).nullish(),
  roles: ids(250).nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
  channel_id: Snowflake.nullish(),
  communication_disabled_until: isoTime.nullish(),
  flags: z.number().int().min(0).max(2 ** 31 - 1).nullish(),
});

const ListMessages = z.object({
  limit: z.number().int().min(1).max(100).optional(),
  before: Snowflake.optional(),
  after: Snowflake.optional(),
  around: Snowflake.optional(),
}).refine(
  (query) => [query.before, query.after, query.around].filter((id) => id !== undefined).length <= 1,
  "takes one of before, after, around",
);

export const restRequests: Record<RestRouteName, RestRequest> = {
  "messages.send": {
    body: ChannelMessage,
    judge: (body, files) => isEmptyMessage(body, files) ? "must not be an empty message" : undefined,
  },
  "messages.edit": { body: MessageEdit },
  "messages.delete": {},
  "messages.bulkDelete": { body: z.object({ messages: ids(100).min(2) }) },
  "messages.get": {},
  "messages.list": { query: ListMessages },
  "messages.crosspost": {},
  "messages.pin": {},
  "messages.unpin": {},
  "reactions.add": {},
  "reactions.removeOwn": {},
  "reactions.remove": {},
  "reactions.clear": {},
  "reactions.clearEmoji": {},
  "commands.list": { query: z.object({ with_localizations: z.boolean().optional() }) },
  "commands.create": { body: CommandBody },
  "commands.edit": { body: CommandChange },
  "commands.delete": {},
  "commands.replace": { body: CommandBodies },
  "members.get": {},
  "members.edit": { body: MemberEdit },
  "members.kick": {},
  "members.addRole": {},
  "members.removeRole": {},
  "bans.create": {
    body: z.object({ delete_message_seconds: z.number().int().min(0).max(604_800).optional() }).optional(),
  },
  "bans.delete": {},
};

export const restRouteNames = Object.keys(restRequests) as [RestRouteName, ...RestRouteName[]];

/** @module What each route takes besides its path, one entry per route of the route table that scripts may name. */
import { automodRequests } from "./requests/automod.ts";
import { channelRequests } from "./requests/channels.ts";
import { commandRequests } from "./requests/commands.ts";
import { communityRequests } from "./requests/community.ts";
import { eventRequests } from "./requests/events.ts";
import { guildRequests } from "./requests/guild.ts";
import { memberRequests } from "./requests/members.ts";
import { messageRequests } from "./requests/messages.ts";
import type { RestRequest, RestRouteName } from "./requests/request.ts";
import { roleRequests } from "./requests/roles.ts";
import { webhookRequests } from "./requests/webhooks.ts";

export type { RestRouteName } from "./requests/request.ts";

export const restRequests: Record<RestRouteName, RestRequest> = {
  ...messageRequests,
  ...commandRequests,
  ...memberRequests,
  ...roleRequests,
  ...channelRequests,
  ...webhookRequests,
  ...guildRequests,
  ...eventRequests,
  ...automodRequests,
  ...communityRequests,
};

export const restRouteNames = Object.keys(restRequests) as [RestRouteName, ...RestRouteName[]];

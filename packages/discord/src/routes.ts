/** @module Every Discord route a guild may use, in one table: host schema, proxy and script function follow from it. */
import { channelRoutes } from "./routes/channels.ts";
import { commandRoutes } from "./routes/commands.ts";
import { communityRoutes } from "./routes/community.ts";
import { guildRoutes } from "./routes/guild.ts";
import { interactionRoutes } from "./routes/interactions.ts";
import { memberRoutes } from "./routes/members.ts";
import { messageRoutes } from "./routes/messages.ts";
import { roleRoutes } from "./routes/roles.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

export type * from "./routes/route.ts";

export const routes = {
  ...messageRoutes,
  ...interactionRoutes,
  ...commandRoutes,
  ...memberRoutes,
  ...roleRoutes,
  ...channelRoutes,
  ...webhookRoutes,
  ...guildRoutes,
  ...communityRoutes,
};

export type RouteName = keyof typeof routes;

export function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name);
}

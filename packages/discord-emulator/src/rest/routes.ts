import type { Route } from "./route.ts";
import { autoModerationRoutes } from "./routes/auto-moderation.ts";
import { receptionRoutes } from "./routes/reception.ts";
import { searchRoutes } from "./routes/search.ts";
import { soundRoutes } from "./routes/sounds.ts";
import { eventRoutes } from "./routes/events.ts";
import { guildRoutes } from "./routes/guilds.ts";
import { roleRoutes } from "./routes/roles.ts";
import { memberRoutes } from "./routes/members.ts";
import { banRoutes } from "./routes/bans.ts";
import { pinRoutes } from "./routes/pins.ts";
import { channelRoutes } from "./routes/channels.ts";
import { threadRoutes } from "./routes/threads.ts";
import { inviteRoutes } from "./routes/invites.ts";
import { commandRoutes } from "./routes/commands.ts";
import { gatewayRoutes } from "./routes/gateway.ts";
import { interactionRoutes } from "./routes/interactions.ts";
import { messageRoutes } from "./routes/messages.ts";
import { pollRoutes } from "./routes/polls.ts";
import { reactionRoutes } from "./routes/reactions.ts";
import { stickerRoutes } from "./routes/stickers.ts";
import { voiceRoutes } from "./routes/voice.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** Every route of the REST surface. */
export const ROUTES: Route[] = [
  ...gatewayRoutes,
  ...messageRoutes,
  ...reactionRoutes,
  ...commandRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
  ...guildRoutes,
  ...roleRoutes,
  ...memberRoutes,
  ...banRoutes,
  ...pinRoutes,
  ...channelRoutes,
  ...threadRoutes,
  ...inviteRoutes,
  ...pollRoutes,
  ...stickerRoutes,
  ...eventRoutes,
  ...autoModerationRoutes,
  ...voiceRoutes,
  ...soundRoutes,
  ...receptionRoutes,
  ...searchRoutes,
];

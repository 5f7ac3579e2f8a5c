import { ApplicationFlags as F, GatewayIntentBits as I } from "discord-api-types/v10";

/** The application flags that tell a bot which privileged intents it was granted. */
export function applicationFlags(privilegedIntents: number): number {
  let flags = F.ApplicationCommandBadge as number;
  if (privilegedIntents & I.GuildPresences) flags |= F.GatewayPresence;
  if (privilegedIntents & I.GuildMembers) flags |= F.GatewayGuildMembers;
  if (privilegedIntents & I.MessageContent) flags |= F.GatewayMessageContent;
  return flags;
}

import type { Command, Webhook, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { userWire } from "./user.ts";

/** An application command. */
export function commandWire(world: World, command: Command): Wire {
  const wire: Wire = {
    default_member_permissions: null,
    name_localizations: null,
    description_localizations: null,
    nsfw: false,
    ...command.body,
    id: command.id,
    application_id: world.applicationId,
    version: command.version,
    type: command.type,
    name: command.name,
    description: command.description,
  };
  if (command.guildId) wire.guild_id = command.guildId;
  return wire;
}

/** A webhook; token and link of another application's are not shown. */
export function webhookWire(world: World, webhook: Webhook, withUser = true): Wire {
  const wire: Wire = {
    application_id: webhook.userId === world.botId ? world.applicationId : null,
    avatar: webhook.avatar,
    channel_id: webhook.channelId,
    guild_id: webhook.guildId,
    id: webhook.id,
    name: webhook.name,
    type: webhook.type,
  };
  const maker = world.user(webhook.userId);
  if (webhook.type === 1 && (!maker.bot || maker.id === world.botId)) {
    wire.token = webhook.token;
    wire.url = `${world.origin}/api/webhooks/${webhook.id}/${webhook.token}`;
  }
  if (withUser) wire.user = userWire(world.user(webhook.userId));
  return wire;
}

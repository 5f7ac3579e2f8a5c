import type { z } from "zod";
import { addMessage } from "../state/messages.ts";
import type { Message, Webhook } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { composeNew, FLAGS, mentionsIn } from "./compose.ts";
import { refuse } from "./errors.ts";
import type { Upload } from "./route.ts";
import type { webhookExecute } from "./schemas/message.ts";

/** Posts as a webhook, into its channel or one of that channel's threads. */
export function executeWebhook(
  world: World,
  webhook: Webhook,
  body: z.output<typeof webhookExecute>,
  files: Upload[],
  threadId: string | null,
): Message {
  const parent = world.channels.get(webhook.channelId) ?? refuse("unknownChannel");
  const thread = threadId ? world.channels.get(threadId) : undefined;
  if (threadId && thread?.parentId !== parent.id) refuse("unknownChannel");
  const channel = thread ?? parent;
  const content = composeNew(world, body, files);
  const guild = world.guildOf(channel);
  const mentions = mentionsIn(world, guild, content.content, body.allowed_mentions, null);
  return addMessage(world, channel, {
    ...content,
    authorId: webhook.id,
    webhookAuthor: { name: body.username ?? webhook.name, avatar: webhook.avatar },
    webhookId: webhook.id,
    applicationId: webhook.userId === world.botId ? world.applicationId : null,
    mentionIds: mentions.users,
    mentionRoleIds: mentions.roles,
    mentionEveryone: mentions.everyone,
    tts: body.tts ?? false,
    flags: (body.flags ?? 0) & (FLAGS.suppressEmbeds | FLAGS.suppressNotifications | FLAGS.componentsV2),
  });
}

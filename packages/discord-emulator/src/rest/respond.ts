import { addMessage, messageChanged, removeMessages } from "../state/messages.ts";
import type { Channel, Interaction, Message, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { composeNew, FLAGS, mentionsIn } from "./compose.ts";
import { refuse } from "./errors.ts";
import { editMessage } from "./post-message.ts";
import type { Upload } from "./route.ts";
import type { MessageCreate, MessageEdit } from "./schemas/message.ts";

/** The channel an interaction happened in. */
export function channelOf(world: World, interaction: Interaction): Channel {
  return world.channels.get(interaction.channelId) ?? refuse("unknownChannel");
}

/** Answers with a message, the original response. */
export function respond(
  world: World,
  interaction: Interaction,
  body: MessageCreate,
  files: Upload[],
): Message {
  const message = send(world, interaction, body, files, ((body.flags ?? 0) & FLAGS.ephemeral) !== 0);
  interaction.originalId = message.id;
  return message;
}

/** Answers with "is thinking": a loading message that the first edit or follow-up fills. */
export function deferReply(world: World, interaction: Interaction, flags: number): Message {
  const ephemeral = (flags & FLAGS.ephemeral) !== 0;
  interaction.loading = true;
  const message = addMessage(world, channelOf(world, interaction), {
    ...envelope(world, interaction, ephemeral),
    flags: FLAGS.loading | (ephemeral ? FLAGS.ephemeral : 0),
  });
  interaction.originalId = message.id;
  interaction.responseIds.push(message.id);
  return message;
}

/** Sends a follow-up; after a deferred reply the first one fills the loading message. */
export function followUp(
  world: World,
  interaction: Interaction,
  body: MessageCreate,
  files: Upload[],
): Message {
  const original = interaction.originalId
    ? world.message(interaction.channelId, interaction.originalId)
    : undefined;
  if (interaction.loading && original) return fill(world, interaction, original, body, files);
  return send(world, interaction, body, files, ((body.flags ?? 0) & FLAGS.ephemeral) !== 0);
}

/** Edits a response; a loading one becomes a real message. */
export function editResponse(
  world: World,
  interaction: Interaction,
  message: Message,
  body: MessageEdit,
  files: Upload[],
): Message {
  if (interaction.loading && message.id === interaction.originalId) {
    return fill(world, interaction, message, body, files);
  }
  return editMessage(world, channelOf(world, interaction), message, body, files);
}

/** Deletes a response, ephemeral ones too. */
export function deleteResponse(world: World, interaction: Interaction, message: Message): void {
  if (message.id === interaction.originalId) interaction.loading = false;
  removeMessages(world, channelOf(world, interaction), [message]);
}

/** The message of an interaction that `@original` or an id names; its source message counts as the original
 * after an update. */
export function responseOr404(world: World, interaction: Interaction, name: string): Message {
  const id = name === "@original" ? interaction.originalId : name;
  const mine = id !== null && (interaction.responseIds.includes(id) || id === interaction.originalId);
  const message = mine ? world.message(interaction.channelId, id) : undefined;
  return message ?? refuse("unknownMessage");
}

function fill(
  world: World,
  interaction: Interaction,
  message: Message,
  body: MessageEdit,
  files: Upload[],
): Message {
  const content = composeNew(world, body, files);
  interaction.loading = false;
  const channel = channelOf(world, interaction);
  const mentions = mentionsIn(world, world.guildOf(channel), content.content, body.allowed_mentions, null);
  const settable = FLAGS.suppressEmbeds | FLAGS.componentsV2;
  Object.assign(message, content, {
    flags: (message.flags & ~FLAGS.loading) | ((body.flags ?? 0) & settable),
    mentionIds: mentions.users,
    mentionRoleIds: mentions.roles,
  });
  messageChanged(world, message);
  return message;
}

function send(
  world: World,
  interaction: Interaction,
  body: MessageCreate,
  files: Upload[],
  ephemeral: boolean,
): Message {
  const content = composeNew(world, body, files);
  const channel = channelOf(world, interaction);
  const mentions = mentionsIn(world, world.guildOf(channel), content.content, body.allowed_mentions, null);
  const kept = FLAGS.suppressEmbeds | FLAGS.suppressNotifications | FLAGS.componentsV2 | FLAGS.ephemeral;
  const message = addMessage(world, channel, {
    ...content,
    ...envelope(world, interaction, ephemeral),
    mentionIds: mentions.users,
    mentionRoleIds: mentions.roles,
    mentionEveryone: mentions.everyone,
    tts: body.tts ?? false,
    flags: (body.flags ?? 0) & kept,
    nonce: body.nonce ?? null,
  });
  interaction.responseIds.push(message.id);
  return message;
}

function envelope(world: World, interaction: Interaction, ephemeral: boolean) {
  const first = interaction.responseIds.length === 0;
  const repliesTo = first ? interaction.sourceMessageId : interaction.originalId;
  const isCommand = interaction.type === 2 && first;
  const menu = (interaction.data as Wire).type !== 1;
  return {
    type: isCommand ? (menu ? 23 : 20) : repliesTo ? 19 : 0,
    authorId: world.botId,
    webhookId: world.applicationId,
    applicationId: world.applicationId,
    interactionId: interaction.id,
    ephemeralFor: ephemeral ? interaction.userId : null,
    reference: repliesTo && !isCommand
      ? {
        type: 0,
        channelId: interaction.channelId,
        messageId: repliesTo,
        ...(interaction.guildId ? { guildId: interaction.guildId } : {}),
      }
      : null,
  };
}

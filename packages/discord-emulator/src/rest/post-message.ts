import { GatewayIntentBits as I, PermissionFlagsBits as P } from "discord-api-types/v10";
import { addMessage, messageChanged } from "../state/messages.ts";
import { canView } from "../state/permissions.ts";
import type { Channel, Message, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { contentExempt, messageWire, withoutContent } from "../wire/message.ts";
import { composeEdit, composeNew, FLAGS, mentionsIn } from "./compose.ts";
import { refuse, refuseField } from "./errors.ts";
import { botMay, demandIn } from "./lookup.ts";
import type { Upload } from "./route.ts";
import type { MessageCreate, MessageEdit } from "./schemas/message.ts";

/** Channel kinds that hold no messages. */
const SILENT = new Set([4, 14, 15, 16]);

/** How long an `enforce_nonce` nonce is remembered, in milliseconds. */
const NONCE_MEMORY_MS = 3 * 60_000;

/** A message as the bot reads it over REST: without the message content intent, without content. */
export function readable(world: World, message: Message): Wire {
  const wire = messageWire(world, message);
  const hidden = !(world.privilegedIntents & I.MessageContent) && !contentExempt(world, message);
  return hidden ? withoutContent(wire) : wire;
}

/** Sends a message as the bot, with all of Discord's checks. */
export function postMessage(world: World, channel: Channel, body: MessageCreate, files: Upload[]): Message {
  if (SILENT.has(channel.type)) refuse("notTextChannel");
  demandIn(world, channel, channel.thread ? P.SendMessagesInThreads : P.SendMessages);
  if (body.tts) demandIn(world, channel, P.SendTTSMessages);
  if (files.length) demandIn(world, channel, P.AttachFiles);
  if (body.poll) demandIn(world, channel, P.SendPolls);
  if (channel.thread?.archived) reopen(world, channel);
  const repeated = body.enforce_nonce && body.nonce ? sameNonce(world, channel, body.nonce) : undefined;
  if (repeated) return repeated;
  const content = composeNew(world, body, files);
  if (!botMay(world, channel, P.EmbedLinks) && !((body.flags ?? 0) & FLAGS.componentsV2)) content.embeds = [];
  const reference = readReference(world, channel, body.message_reference);
  const replied = reference?.type === 0 ? world.message(reference.channelId, reference.messageId) : undefined;
  const mentions = mentionsIn(
    world,
    world.guildOf(channel),
    content.content,
    body.allowed_mentions,
    replied && !replied.webhookAuthor ? replied.authorId : null,
  );
  return addMessage(world, channel, {
    ...content,
    type: reference?.type === 0 ? 19 : 0,
    authorId: world.botId,
    mentionIds: mentions.users,
    mentionRoleIds: mentions.roles,
    mentionEveryone: mentions.everyone && botMay(world, channel, P.MentionEveryone),
    tts: body.tts ?? false,
    flags: (body.flags ?? 0) & (FLAGS.suppressEmbeds | FLAGS.suppressNotifications | FLAGS.componentsV2),
    nonce: body.nonce ?? null,
    reference: reference,
    snapshots: reference?.type === 1 ? [snapshot(world, reference)] : [],
  });
}

/** Edits a message of the bot's own, a webhook's or an interaction's. */
export function editMessage(
  world: World,
  channel: Channel,
  message: Message,
  body: MessageEdit,
  files: Upload[],
): Message {
  if (channel.thread?.archived) refuse("threadArchived");
  const content = composeEdit(world, message, body, files);
  const settable = FLAGS.suppressEmbeds | FLAGS.componentsV2;
  if (body.flags !== undefined && body.flags !== null) {
    const keptV2 = message.flags & FLAGS.componentsV2;
    message.flags = (message.flags & ~settable) | (body.flags & settable) | keptV2;
  }
  Object.assign(message, content);
  const allowed = body.allowed_mentions;
  if (body.content !== undefined) {
    const mentions = mentionsIn(world, world.guildOf(channel), content.content, allowed, null);
    message.mentionIds = mentions.users;
    message.mentionRoleIds = mentions.roles;
  }
  message.editedTimestamp = world.clock.iso();
  messageChanged(world, message);
  return message;
}

/** Opens an archived thread again, as sending into it does; locked ones stay shut. */
function reopen(world: World, channel: Channel): void {
  const thread = channel.thread!;
  if (thread.locked && !botMay(world, channel, P.ManageThreads)) refuse("threadLocked");
  thread.archived = false;
}

function sameNonce(world: World, channel: Channel, nonce: string): Message | undefined {
  const since = world.clock.now() - NONCE_MEMORY_MS;
  return world.messagesOf(channel.id).find((message) =>
    message.authorId === world.botId && String(message.nonce) === nonce &&
    Date.parse(message.timestamp) >= since
  );
}

interface Reference {
  type: number;
  channelId: string;
  messageId: string;
  guildId?: string;
}

function readReference(
  world: World,
  channel: Channel,
  given: MessageCreate["message_reference"],
): Reference | null {
  if (!given) return null;
  const type = given.type ?? 0;
  const source = world.channels.get(given.channel_id ?? channel.id);
  const target = source && canView(world, world.botId, source)
    ? world.message(source.id, given.message_id)
    : undefined;
  const wrongPlace = type === 0 && source && source.id !== channel.id;
  if (!source || !target || target.ephemeralFor || wrongPlace) {
    if (type === 0 && given.fail_if_not_exists === false) return null;
    refuseField(["message_reference"], "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
  }
  if (type === 0) demandIn(world, channel, P.ReadMessageHistory);
  if (type === 1) demandIn(world, source, P.ReadMessageHistory);
  return {
    type,
    channelId: source.id,
    messageId: given.message_id,
    ...(source.guildId ? { guildId: source.guildId } : {}),
  };
}

function snapshot(world: World, reference: Reference): Wire {
  const wire = messageWire(world, world.message(reference.channelId, reference.messageId)!);
  const keys = [
    ..."type content mentions mention_roles attachments embeds timestamp edited_timestamp flags components"
      .split(" "),
  ];
  return { message: Object.fromEntries(keys.map((key) => [key, wire[key]])) };
}

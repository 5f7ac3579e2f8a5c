import { contentExempt, messageEventWire, reactionEmojiWire } from "../wire/message.ts";
import { bareMemberWire, userWire } from "../wire/user.ts";
import { compareIds } from "../snowflake.ts";
import type { Channel, Message, Reaction, Wire } from "./types.ts";
import type { World } from "./world.ts";

/** Adds a message to a channel and tells the bot. Fields not given are empty. */
export function addMessage(
  world: World,
  channel: Channel,
  given: Partial<Message> & { authorId: string },
): Message {
  const message: Message = {
    id: world.ids.next(),
    type: 0,
    channelId: channel.id,
    guildId: channel.guildId,
    webhookAuthor: null,
    webhookId: null,
    applicationId: null,
    content: "",
    embeds: [],
    components: [],
    attachments: [],
    mentionIds: [],
    mentionRoleIds: [],
    mentionEveryone: false,
    timestamp: world.clock.iso(),
    editedTimestamp: null,
    tts: false,
    flags: 0,
    nonce: null,
    pinnedAt: null,
    reactions: [],
    reference: null,
    snapshots: [],
    interactionId: null,
    ephemeralFor: null,
    poll: null,
    pollVotes: new Map(),
    stickers: [],
    position: channel.thread?.messageCount ?? 0,
    ...given,
  };
  let messages = world.messages.get(channel.id);
  if (!messages) world.messages.set(channel.id, messages = new Map());
  messages.set(message.id, message);
  if (!message.ephemeralFor) {
    channel.lastMessageId = message.id;
    if (channel.thread) channel.thread.messageCount++;
  }
  emitMessage(world, "MESSAGE_CREATE", message);
  return message;
}

/** Tells the bot that a message changed. */
export function messageChanged(world: World, message: Message): void {
  emitMessage(world, "MESSAGE_UPDATE", message);
}

/** Removes messages of one channel and tells the bot; several at once become one event. */
export function removeMessages(world: World, channel: Channel, messages: Message[], bulk = false): void {
  const stored = world.messages.get(channel.id);
  for (const message of messages) stored?.delete(message.id);
  const left = world.messagesOf(channel.id).filter((message) => !message.ephemeralFor);
  channel.lastMessageId = left.at(-1)?.id ?? channel.lastMessageId;
  const place = { channel_id: channel.id, ...(channel.guildId ? { guild_id: channel.guildId } : {}) };
  if (bulk) {
    const ids = messages.map(({ id }) => id).sort(compareIds);
    emit(world, channel, "MESSAGE_DELETE_BULK", { ids, ...place });
    return;
  }
  for (const message of messages) {
    const guildId = message.ephemeralFor ? null : channel.guildId;
    world.bus.emit({
      t: "MESSAGE_DELETE",
      guildId,
      channelId: channel.id,
      d: message.ephemeralFor ? { id: message.id, channel_id: channel.id } : { id: message.id, ...place },
    });
  }
}

/** Adds one user's reaction and tells the bot. False when it was there already. */
export function addReaction(
  world: World,
  channel: Channel,
  message: Message,
  userId: string,
  emoji: Omit<Reaction, "userIds">,
) {
  let reaction = findReaction(message, emoji);
  if (reaction?.userIds.has(userId)) return false;
  if (!reaction) message.reactions.push(reaction = { ...emoji, userIds: new Set() });
  reaction.userIds.add(userId);
  const guild = world.guildOf(channel);
  const member = guild?.members.get(userId);
  emit(world, channel, "MESSAGE_REACTION_ADD", {
    ...reactionPlace(channel, message),
    user_id: userId,
    emoji: reactionEmojiWire(reaction),
    burst: false,
    type: 0,
    message_author_id: message.authorId,
    ...(member ? { member: { ...bareMemberWire(member), user: userWire(world.user(userId)) } } : {}),
  });
  return true;
}

/** Takes one user's reaction away and tells the bot. False when there was none. */
export function removeReaction(
  world: World,
  channel: Channel,
  message: Message,
  userId: string,
  emoji: Omit<Reaction, "userIds">,
) {
  const reaction = findReaction(message, emoji);
  if (!reaction?.userIds.delete(userId)) return false;
  if (reaction.userIds.size === 0) message.reactions = message.reactions.filter((one) => one !== reaction);
  emit(world, channel, "MESSAGE_REACTION_REMOVE", {
    ...reactionPlace(channel, message),
    user_id: userId,
    emoji: reactionEmojiWire(reaction),
    burst: false,
    type: 0,
  });
  return true;
}

/** Takes every reaction away, or all of one emoji, and tells the bot. */
export function clearReactions(
  world: World,
  channel: Channel,
  message: Message,
  emoji?: Omit<Reaction, "userIds">,
): void {
  const reaction = emoji && findReaction(message, emoji);
  message.reactions = emoji ? message.reactions.filter((one) => one !== reaction) : [];
  if (!emoji) return emit(world, channel, "MESSAGE_REACTION_REMOVE_ALL", reactionPlace(channel, message));
  if (!reaction) return;
  emit(world, channel, "MESSAGE_REACTION_REMOVE_EMOJI", {
    ...reactionPlace(channel, message),
    emoji: reactionEmojiWire(reaction),
  });
}

/** The reaction with an emoji: custom ones are told apart by id, the others by name. */
export function findReaction(message: Message, emoji: Omit<Reaction, "userIds">): Reaction | undefined {
  return message.reactions.find((one) =>
    emoji.id ? one.id === emoji.id : one.id === null && one.name === emoji.name
  );
}

function reactionPlace(channel: Channel, message: Message): Wire {
  return {
    channel_id: channel.id,
    message_id: message.id,
    ...(channel.guildId ? { guild_id: channel.guildId } : {}),
  };
}

function emitMessage(world: World, t: string, message: Message): void {
  world.bus.emit({
    t,
    guildId: message.ephemeralFor ? null : message.guildId,
    channelId: message.channelId,
    exempt: contentExempt(world, message),
    d: messageEventWire(world, message),
  });
}

function emit(world: World, channel: Channel, t: string, d: Wire): void {
  world.bus.emit({ t, guildId: channel.guildId, channelId: channel.id, d });
}

import type { Attachment, Interaction, Message, Reaction, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { channelWire } from "./channel.ts";
import { bareMemberWire, userWire } from "./user.ts";

/** A reaction's emoji. */
export function reactionEmojiWire(reaction: Reaction): Wire {
  return reaction.animated
    ? { id: reaction.id, name: reaction.name, animated: true }
    : { id: reaction.id, name: reaction.name };
}

/** An uploaded file; its links lead to the emulator, which serves the bytes. */
export function attachmentWire(
  world: World,
  channelId: string,
  attachment: Attachment,
  ephemeral: boolean,
): Wire {
  const url = `${world.origin}/attachments/${channelId}/${attachment.id}/${
    encodeURIComponent(attachment.filename)
  }`;
  const wire: Wire = {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.size,
    url,
    proxy_url: url,
  };
  if (attachment.contentType) wire.content_type = attachment.contentType;
  if (attachment.description) wire.description = attachment.description;
  if (ephemeral) wire.ephemeral = true;
  return wire;
}

/** A message as `viewerId` sees it: only the own reactions depend on the viewer. */
export function messageWire(world: World, message: Message, viewerId: string = world.botId): Wire {
  const wire = coreWire(world, message);
  if (message.reactions.length) {
    wire.reactions = message.reactions.map((reaction) => ({
      emoji: reactionEmojiWire(reaction),
      count: reaction.userIds.size,
      count_details: { burst: 0, normal: reaction.userIds.size },
      burst_colors: [],
      me_burst: false,
      me: reaction.userIds.has(viewerId),
    }));
  }
  if (message.reference && message.type !== 0) {
    const target = world.message(message.reference.channelId, message.reference.messageId ?? "");
    wire.referenced_message = target ? coreWire(world, target) : null;
  }
  const thread = world.channels.get(message.id);
  if (thread?.thread) wire.thread = channelWire(world, thread);
  return wire;
}

/** A message as the gateway sends it: with guild, member, and members of those mentioned. */
export function messageEventWire(world: World, message: Message): Wire {
  const wire: Wire = {
    ...messageWire(world, message),
    channel_type: world.channels.get(message.channelId)?.type,
  };
  const guild = message.guildId && !message.ephemeralFor ? world.guilds.get(message.guildId) : undefined;
  if (!guild) return wire;
  wire.guild_id = guild.id;
  const member = message.webhookAuthor ? undefined : guild.members.get(message.authorId);
  if (member) wire.member = bareMemberWire(member);
  wire.mentions = message.mentionIds.map((id) => {
    const mentioned = guild.members.get(id);
    return { ...userWire(world.user(id)), ...(mentioned ? { member: bareMemberWire(mentioned) } : {}) };
  });
  return wire;
}

/** Takes away what needs the message content intent. */
export function withoutContent(wire: Wire): Wire {
  const { poll: _poll, ...rest } = wire;
  return { ...rest, content: "", embeds: [], attachments: [], components: [] };
}

/** Whether the bot may read the content without the intent: own, direct, or addressed to it. */
export function contentExempt(world: World, message: Message): boolean {
  return message.guildId === null || message.authorId === world.botId ||
    message.mentionIds.includes(world.botId) ||
    (message.webhookId !== null && message.webhookId === world.applicationId);
}

function coreWire(world: World, message: Message): Wire {
  const { webhookAuthor } = message;
  const author = webhookAuthor
    ? {
      ...userWire({
        id: message.authorId,
        username: webhookAuthor.name,
        globalName: null,
        avatar: null,
        bot: true,
      }),
      avatar: webhookAuthor.avatar,
      discriminator: "0000",
    }
    : userWire(world.user(message.authorId));
  const wire: Wire = {
    id: message.id,
    type: message.type,
    channel_id: message.channelId,
    author,
    content: message.content,
    timestamp: message.timestamp,
    edited_timestamp: message.editedTimestamp,
    tts: message.tts,
    mention_everyone: message.mentionEveryone,
    mentions: message.mentionIds.map((id) => userWire(world.user(id))),
    mention_roles: [...message.mentionRoleIds],
    attachments: message.attachments.map((file) =>
      attachmentWire(world, message.channelId, file, message.ephemeralFor !== null)
    ),
    embeds: message.embeds,
    components: message.components,
    pinned: message.pinnedAt !== null,
    flags: message.flags,
  };
  if (message.nonce !== null) wire.nonce = message.nonce;
  if (message.webhookId) wire.webhook_id = message.webhookId;
  if (message.applicationId) wire.application_id = message.applicationId;
  if (message.poll) wire.poll = pollWire(world, message);
  if (message.stickers.length) wire.sticker_items = message.stickers;
  if (message.snapshots.length) wire.message_snapshots = message.snapshots;
  if (message.reference) {
    const { type, channelId, messageId, guildId } = message.reference;
    wire.message_reference = {
      type,
      channel_id: channelId,
      ...(messageId ? { message_id: messageId } : {}),
      ...(guildId ? { guild_id: guildId } : {}),
    };
  }
  if (world.channels.get(message.channelId)?.thread) wire.position = message.position;
  const interaction = message.interactionId ? world.interactions.get(message.interactionId) : undefined;
  if (interaction) Object.assign(wire, interactionPart(world, message, interaction));
  return wire;
}

function pollWire(world: World, { poll, pollVotes }: Message): Wire {
  const answer_counts = [...pollVotes].map(([id, voters]) => ({
    id,
    count: voters.size,
    me_voted: voters.has(world.botId),
  }));
  return { ...poll, results: { ...poll!.results as Wire, answer_counts } };
}

function interactionPart(world: World, message: Message, interaction: Interaction): Wire {
  const metadata = metadataWire(world, interaction);
  if (interaction.originalId && interaction.originalId !== message.id) {
    metadata.original_response_message_id = interaction.originalId;
  }
  const part: Wire = { interaction_metadata: metadata };
  if (interaction.commandName) {
    part.interaction = {
      id: interaction.id,
      type: interaction.type,
      name: interaction.commandName,
      user: userWire(world.user(interaction.userId)),
    };
  }
  return part;
}

function metadataWire(world: World, interaction: Interaction): Wire {
  const metadata: Wire = {
    id: interaction.id,
    type: interaction.type,
    user: userWire(world.user(interaction.userId)),
    authorizing_integration_owners: interaction.guildId ? { "0": interaction.guildId } : {},
  };
  if (interaction.type === 3) metadata.interacted_message_id = interaction.sourceMessageId;
  const opener = interaction.openedBy ? world.interactions.get(interaction.openedBy) : undefined;
  if (opener) metadata.triggering_interaction_metadata = metadataWire(world, opener);
  return metadata;
}

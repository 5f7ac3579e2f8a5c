import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { mentionsIn } from "../rest/compose.ts";
import { readEmoji } from "../rest/emoji.ts";
import { addMessage, addReaction, removeReaction } from "../state/messages.ts";
import { basePermissions, permissionsIn } from "../state/permissions.ts";
import type { Channel, Command, Interaction, Message, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { ControlError, reject } from "./errors.ts";
import { demandBot, demandOf, findChannel, findInteraction, findMessage, findViewer } from "./find.ts";
import { interact } from "./interact.ts";
import { allComponents, bindModal } from "./modal.ts";
import {
  bindOptions,
  bytesOf,
  type GivenOptions,
  type Resolved,
  resolveMessage,
  resolveUser,
} from "./options.ts";
import { pick } from "./select.ts";

const MOST_CONTENT = 4000;

/** A file a person attaches; the content is text, or bytes in base64. */
interface GivenFile {
  filename: string;
  content: string;
  base64?: boolean | undefined;
  contentType?: string | undefined;
}

/** Writes a message as a person. */
export function sendAs(
  world: World,
  channelId: string,
  given: {
    userId: string;
    content: string;
    attachments?: GivenFile[] | undefined;
    replyTo?: string | undefined;
  },
): Message {
  const channel = findChannel(world, channelId);
  if ([4, 14, 15, 16].includes(channel.type)) {
    reject("", `Cannot send to channel ${channelId}: it holds no messages`);
  }
  const member = findViewer(world, channel, given.userId);
  const bits = channel.thread ? P.SendMessagesInThreads : P.SendMessages;
  demandOf(world, channel, member, bits, "send messages");
  const files = given.attachments ?? [];
  if (!given.content.trim() && !files.length) reject("content", "Cannot send the message: it is empty");
  if ([...given.content].length > MOST_CONTENT) {
    reject(
      "content",
      `Cannot send the message: it has ${[...given.content].length} characters, at most ${MOST_CONTENT}`,
    );
  }
  const replied = given.replyTo ? world.message(channel.id, given.replyTo) : undefined;
  if (given.replyTo && !replied) {
    reject("replyTo", `Cannot reply to message ${given.replyTo}: no such message here`);
  }
  const guild = world.guildOf(channel);
  const mentions = mentionsIn(world, guild, given.content, null, replied?.authorId ?? null);
  const everyone = !guild || !member ||
    (permissionsIn(world, guild, member, channel) & P.MentionEveryone) !== 0n;
  return addMessage(world, channel, {
    authorId: given.userId,
    type: replied ? 19 : 0,
    content: given.content,
    mentionIds: mentions.users,
    mentionRoleIds: mentions.roles,
    mentionEveryone: mentions.everyone && everyone,
    attachments: files.map(({ filename, content, contentType, base64 }) => {
      const bytes = bytesOf(content, base64 ?? false);
      const type = contentType ?? "text/plain";
      return {
        id: world.ids.next(),
        filename,
        size: bytes.length,
        contentType: type,
        description: null,
        bytes,
      };
    }),
    reference: replied
      ? {
        type: 0,
        channelId: channel.id,
        messageId: replied.id,
        ...(channel.guildId ? { guildId: channel.guildId } : {}),
      }
      : null,
  });
}

/** Uses a slash command or a context menu entry as a person. */
export function runCommand(
  world: World,
  channelId: string,
  given: {
    userId: string;
    name: string;
    type?: "slash" | "user" | "message" | undefined;
    options?: unknown;
    targetId?: string | undefined;
    focused?: string | undefined;
  },
): Interaction {
  const channel = findChannel(world, channelId);
  const member = findViewer(world, channel, given.userId);
  demandBot(world, channel, `run command "${given.name}"`);
  demandOf(world, channel, member, P.UseApplicationCommands, "use commands");
  const type = { slash: 1, user: 2, message: 3 }[given.type ?? "slash"];
  const command = findCommand(world, channel, given.name, type);
  demandAllowed(world, channel, command, given.userId);
  const data: Wire = { id: command.id, name: command.name, type };
  if (command.guildId) data.guild_id = command.guildId;
  if (type === 1) {
    const registered = (command.body.options as Wire[] | undefined) ?? [];
    const { options, resolved } = bindOptions(
      world,
      channel,
      registered,
      (given.options ?? {}) as GivenOptions,
      given.focused ?? null,
    );
    if (options.length || given.focused) data.options = options;
    if (Object.keys(resolved).length) data.resolved = resolved;
    if (given.focused && !JSON.stringify(options).includes('"focused":true')) {
      reject("focused", `Cannot complete option "${given.focused}": it is not among the given options`);
    }
  } else data.resolved = target(world, channel, type, given.targetId);
  if (type !== 1) data.target_id = given.targetId;
  return interact(world, channel, {
    type: given.focused === undefined ? 2 : 4,
    userId: given.userId,
    member,
    data,
    commandName: command.name,
  });
}

/** Presses a button or picks from a menu as a person. */
export function useComponent(
  world: World,
  messageId: string,
  given: { userId: string; customId: string; values?: string[] | undefined },
): Interaction {
  const { message, channel } = findMessage(world, messageId);
  const member = findViewer(world, channel, given.userId);
  demandBot(world, channel, `use component "${given.customId}"`);
  if (message.ephemeralFor && message.ephemeralFor !== given.userId) {
    reject("userId", `Cannot use message ${messageId}: only user ${message.ephemeralFor} sees it`);
  }
  const component = allComponents(message.components).find((one) => one.custom_id === given.customId);
  if (!component) {
    const known = allComponents(message.components).map((one) => one.custom_id).filter(Boolean).join(", ") ||
      "none";
    return reject("customId", `Cannot use component "${given.customId}": the message has ${known}`);
  }
  if (component.disabled) reject("customId", `Cannot use component "${given.customId}": it is disabled`);
  const data: Wire = { component_type: component.type, custom_id: given.customId, id: component.id };
  if (component.type !== 2) {
    const resolved: Resolved = {};
    data.values = pick(world, channel, component, given.values ?? [], resolved);
    if (component.type !== 3) data.resolved = resolved;
  } else if (given.values) reject("values", `Cannot pick values: component "${given.customId}" is a button`);
  return interact(world, channel, { type: 3, userId: given.userId, member, data, source: message });
}

/** Fills in and sends a modal as the person it was shown to. */
export function submitModal(
  world: World,
  interactionId: string,
  given: { userId: string; fields: Record<string, unknown> },
): Interaction {
  const opener = findInteraction(world, interactionId);
  if (opener.callback?.type !== 9 || !opener.callback.data) {
    throw new ControlError(
      409,
      `Cannot submit a modal for interaction ${interactionId}: it did not open one`,
    );
  }
  if (opener.userId !== given.userId) {
    reject("userId", `Cannot submit the modal: it was shown to user ${opener.userId}, not ${given.userId}`);
  }
  const channel = findChannel(world, opener.channelId);
  const modal = opener.callback.data;
  const resolved: Resolved = {};
  const components = bindModal(world, channel, modal, given.fields, resolved);
  const data: Wire = { custom_id: modal.custom_id, components };
  if (Object.keys(resolved).length) data.resolved = resolved;
  return interact(world, channel, {
    type: 5,
    userId: given.userId,
    member: findViewer(world, channel, given.userId),
    data,
    source: opener.sourceMessageId ? world.message(channel.id, opener.sourceMessageId) ?? null : null,
    openedBy: opener.id,
  });
}

/** Adds or removes a person's reaction. */
export function react(
  world: World,
  messageId: string,
  given: { userId: string; emoji: string },
  add: boolean,
): boolean {
  const { message, channel } = findMessage(world, messageId);
  const member = findViewer(world, channel, given.userId);
  const emoji = readable(world, given.emoji);
  if (!add) return removeReaction(world, channel, message, given.userId, emoji);
  demandOf(world, channel, member, P.AddReactions, "react");
  return addReaction(world, channel, message, given.userId, emoji);
}

function readable(world: World, text: string) {
  try {
    return readEmoji(world, text);
  } catch {
    return reject("emoji", `Cannot react with ${JSON.stringify(text)}: not an emoji (👍 or name:id)`);
  }
}

function findCommand(world: World, channel: Channel, name: string, type: number): Command {
  const guild = world.guildOf(channel);
  const all = [...guild?.commands.values() ?? [], ...world.globalCommands.values()].filter((one) =>
    one.type === type
  );
  const known = all.map((one) => one.name).join(", ") || "none";
  return all.find((one) => one.name === name) ??
    reject("name", `Cannot run command "${name}": not registered here, registered are ${known}`);
}

function demandAllowed(world: World, channel: Channel, command: Command, userId: string): void {
  const guild = world.guildOf(channel);
  const member = guild?.members.get(userId);
  const needed = command.body.default_member_permissions;
  if (!guild || !member || typeof needed !== "string") return;
  const held = basePermissions(guild, member);
  if (held & P.Administrator || (BigInt(needed) !== 0n && (held & BigInt(needed)) === BigInt(needed))) return;
  reject(
    "userId",
    `Cannot run command "${command.name}": user ${userId} lacks its default member permissions`,
  );
}

function target(world: World, channel: Channel, type: number, targetId: string | undefined): Resolved {
  const resolved: Resolved = {};
  const reading = { world, channel, guild: world.guildOf(channel), resolved };
  if (!targetId) reject("targetId", "Cannot use a context menu: targetId is missing");
  const found = type === 2 ? resolveUser(reading, targetId) : resolveMessage(world, resolved, targetId);
  return found ? resolved : reject("targetId", `Cannot use the context menu on ${targetId}: no such target`);
}

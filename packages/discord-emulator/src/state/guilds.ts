import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { channelWire } from "../wire/channel.ts";
import { defaultGuildSettings, guildCreateWire } from "../wire/guild.ts";
import { memberEventWire } from "../wire/user.ts";
import type { Channel, Guild, Member, Role } from "./types.ts";
import type { World } from "./world.ts";

/** What @everyone may do in a guild nobody has configured. */
const EVERYONE = P.ViewChannel | P.SendMessages | P.SendMessagesInThreads | P.CreatePublicThreads |
  P.EmbedLinks |
  P.AttachFiles | P.AddReactions | P.UseExternalEmojis | P.ReadMessageHistory | P.UseApplicationCommands |
  P.CreateInstantInvite | P.ChangeNickname | P.Connect | P.Speak | P.Stream | P.UseVAD;

/** Makes a guild with its @everyone role and its owner; `guild id == @everyone role id` as at Discord. */
export function createGuild(world: World, name: string, ownerId: string, id = world.ids.next()): Guild {
  const guild: Guild = {
    id,
    name,
    ownerId,
    botPresent: false,
    settings: defaultGuildSettings(),
    roles: new Map(),
    members: new Map(),
    channelIds: new Set(),
    threadIds: new Set(),
    bans: new Map(),
    commands: new Map(),
    emojis: new Map(),
    stickers: new Map(),
    sounds: new Map(),
    reception: {
      welcome: { description: null, welcome_channels: [] },
      onboarding: { prompts: [], default_channel_ids: [], enabled: false, mode: 0 },
      incidents: null,
    },
    events: new Map(),
    rules: new Map(),
    stages: new Map(),
    voiceStates: new Map(),
    auditLog: [],
  };
  const everyone = newRole(world, { id: guild.id, name: "@everyone", permissions: EVERYONE, position: 0 });
  guild.roles.set(everyone.id, everyone);
  world.guilds.set(guild.id, guild);
  addMember(world, guild, ownerId, []);
  return guild;
}

/** A role value with defaults. */
export function newRole(world: World, given: Partial<Role>): Role {
  return {
    id: world.ids.next(),
    name: "new role",
    permissions: 0n,
    position: 1,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    unicodeEmoji: null,
    botId: null,
    ...given,
  };
}

/** Puts a user into a guild and tells the bot. Null when it already is a member. */
export function addMember(
  world: World,
  guild: Guild,
  userId: string,
  roles: string[],
  nick: string | null = null,
) {
  const known = guild.members.get(userId);
  if (known) return known;
  const member: Member = {
    userId,
    nick,
    roles,
    joinedAt: world.clock.iso(),
    timedOutUntil: null,
    deaf: false,
    mute: false,
    flags: 0,
  };
  guild.members.set(userId, member);
  if (guild.botPresent && userId !== world.botId) {
    world.bus.emit({ t: "GUILD_MEMBER_ADD", guildId: guild.id, d: memberEventWire(world, guild, member) });
  }
  return member;
}

/** Invites the bot: it joins with a managed role of its own and receives the guild. */
export function addBot(world: World, guild: Guild, permissions: bigint): Role {
  const role = newRole(world, {
    name: world.user(world.botId).username,
    permissions,
    position: guild.roles.size,
    managed: true,
    botId: world.botId,
  });
  guild.roles.set(role.id, role);
  addMember(world, guild, world.botId, [role.id]);
  guild.botPresent = true;
  world.bus.emit({ t: "GUILD_CREATE", guildId: guild.id, d: guildCreateWire(world, guild, true) });
  return role;
}

/** Takes the bot out of a guild, whoever decided it. */
export function removeBot(world: World, guild: Guild): void {
  for (const [id, role] of guild.roles) if (role.botId === world.botId) guild.roles.delete(id);
  world.bus.emit({ t: "GUILD_DELETE", guildId: guild.id, d: { id: guild.id } });
  guild.members.delete(world.botId);
  guild.botPresent = false;
  world.bus.changed();
}

/** A channel value with defaults, not yet part of the state. */
export function newChannel(world: World, given: Partial<Channel> & { type: number }): Channel {
  return {
    id: world.ids.next(),
    guildId: null,
    name: "",
    position: 0,
    parentId: null,
    overwrites: new Map(),
    topic: null,
    nsfw: false,
    rateLimitPerUser: 0,
    bitrate: 64_000,
    userLimit: 0,
    flags: 0,
    lastMessageId: null,
    lastPinTimestamp: null,
    extra: {},
    thread: null,
    recipientId: null,
    ...given,
  };
}

/** Adds a channel (not a thread) to a guild and tells the bot. */
export function addChannel(world: World, guild: Guild, given: Partial<Channel> & { type: number }): Channel {
  const channel = newChannel(world, { position: guild.channelIds.size, ...given, guildId: guild.id });
  world.channels.set(channel.id, channel);
  guild.channelIds.add(channel.id);
  world.bus.emit({
    t: "CHANNEL_CREATE",
    guildId: guild.id,
    channelId: channel.id,
    d: channelWire(world, channel),
  });
  return channel;
}

/** The direct message channel between the bot and a user, made when first asked for. */
export function directChannel(world: World, userId: string): Channel {
  for (const channel of world.channels.values()) if (channel.recipientId === userId) return channel;
  const channel = newChannel(world, { type: 1, recipientId: userId });
  world.channels.set(channel.id, channel);
  return channel;
}

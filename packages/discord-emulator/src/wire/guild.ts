import type { Channel, Emoji, Guild, Role, Sound, Sticker, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { channelWire, threadMemberWire } from "./channel.ts";
import { eventWire } from "./event.ts";
import { memberWire, userWire } from "./user.ts";
import { stageWire, voiceStateWire } from "./voice.ts";

/** Guilds larger than this send no member list on connecting. */
const LARGE_GUILD = 75_000;

/** A role. */
export function roleWire(role: Role): Wire {
  const wire: Wire = {
    id: role.id,
    name: role.name,
    description: null,
    permissions: role.permissions.toString(),
    position: role.position,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.hoist,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: role.unicodeEmoji,
    flags: 0,
  };
  if (role.botId) wire.tags = { bot_id: role.botId };
  return wire;
}

/** A custom emoji. */
export function emojiWire(world: World, emoji: Emoji): Wire {
  return {
    id: emoji.id,
    name: emoji.name,
    user: userWire(world.user(emoji.userId)),
    roles: [...emoji.roles],
    require_colons: true,
    managed: false,
    animated: emoji.animated,
    available: true,
  };
}

/** A sticker; every one is a PNG here. */
export function stickerWire(world: World, guild: Guild, sticker: Sticker): Wire {
  return {
    id: sticker.id,
    name: sticker.name,
    tags: sticker.tags,
    type: 2,
    format_type: 1,
    description: sticker.description,
    available: true,
    guild_id: guild.id,
    user: userWire(world.user(sticker.userId)),
  };
}

/** A sound of the soundboard. */
export function soundWire(world: World, guild: Guild, sound: Sound): Wire {
  return {
    sound_id: sound.id,
    name: sound.name,
    volume: sound.volume,
    emoji_id: sound.emojiId,
    emoji_name: sound.emojiName,
    guild_id: guild.id,
    available: true,
    user: userWire(world.user(sound.userId)),
  };
}

/** Settings a new guild starts with. */
export function defaultGuildSettings(): Wire {
  return {
    icon: null,
    description: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    home_header: null,
    features: [],
    region: "us-west",
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    preferred_locale: "en-US",
    premium_progress_bar_enabled: false,
  };
}

/** A guild as REST gives it. */
export function guildWire(world: World, guild: Guild): Wire {
  return {
    ...guild.settings,
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    application_id: null,
    roles: [...guild.roles.values()].map(roleWire),
    emojis: [...guild.emojis.values()].map((emoji) => emojiWire(world, emoji)),
    stickers: [...guild.stickers.values()].map((sticker) => stickerWire(world, guild, sticker)),
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    nsfw: false,
    nsfw_level: 0,
    hub_type: null,
    incidents_data: guild.reception.incidents,
  };
}

/** The `GUILD_CREATE` payload: the guild and everything in it that the bot may see. */
export function guildCreateWire(world: World, guild: Guild, withMembers: boolean): Wire {
  const members = [...guild.members.values()];
  const large = members.length > LARGE_GUILD;
  const sent = withMembers && !large ? members : members.filter((member) => member.userId === world.botId);
  const bot = guild.members.get(world.botId);
  return {
    ...guildWire(world, guild),
    joined_at: bot?.joinedAt ?? world.clock.iso(),
    large,
    unavailable: false,
    member_count: members.length,
    voice_states: [...guild.voiceStates.values()].map((state) => voiceStateWire(world, guild, state)),
    members: sent.map((member) => memberWire(world, member)),
    channels: channelsOf(world, guild).map((channel) => channelWire(world, channel)),
    threads: threadsOf(world, guild).filter((thread) => !thread.thread?.archived).map((thread) => {
      const joined = thread.thread?.members.has(world.botId);
      const wire = channelWire(world, thread);
      return joined ? { ...wire, member: threadMemberWire(thread, world.botId) } : wire;
    }),
    presences: [],
    stage_instances: [...guild.stages.values()].map((stage) => stageWire(guild, stage)),
    guild_scheduled_events: [...guild.events.values()].map((event) => eventWire(world, guild, event)),
    soundboard_sounds: [...guild.sounds.values()].map((sound) => soundWire(world, guild, sound)),
    embedded_activities: [],
  };
}

/** A guild's channels, threads left out, in their order. */
export function channelsOf(world: World, guild: Guild): Channel[] {
  return [...guild.channelIds].map((id) => world.channels.get(id)).filter((channel) => channel !== undefined);
}

/** A guild's threads. */
export function threadsOf(world: World, guild: Guild): Channel[] {
  return [...guild.threadIds].map((id) => world.channels.get(id)).filter((channel) => channel !== undefined);
}

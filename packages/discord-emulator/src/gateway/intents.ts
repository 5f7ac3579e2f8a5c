import { GatewayIntentBits as I } from "discord-api-types/v10";
import type { DispatchEvent } from "../state/bus.ts";

/** Every intent bit Discord knows. */
export const KNOWN_INTENTS: number = Object.values(I).filter((bit) => typeof bit === "number")
  .reduce((sum, bit) => sum | bit, 0);

/** Intents that must be enabled for the application before a client may ask for them. */
export const PRIVILEGED_INTENTS: number = I.GuildMembers | I.GuildPresences | I.MessageContent;

/** Guild events by the intent that delivers them. Events not listed need none. */
const GUILD_EVENTS: [number, string][] = [
  [I.Guilds, "GUILD_CREATE GUILD_UPDATE GUILD_DELETE GUILD_ROLE_CREATE GUILD_ROLE_UPDATE GUILD_ROLE_DELETE"],
  [I.Guilds, "CHANNEL_CREATE CHANNEL_UPDATE CHANNEL_DELETE CHANNEL_PINS_UPDATE THREAD_CREATE THREAD_UPDATE"],
  [I.Guilds, "THREAD_DELETE THREAD_LIST_SYNC THREAD_MEMBER_UPDATE"],
  [I.Guilds, "STAGE_INSTANCE_CREATE STAGE_INSTANCE_UPDATE STAGE_INSTANCE_DELETE VOICE_CHANNEL_STATUS_UPDATE"],
  [I.Guilds | I.GuildMembers, "THREAD_MEMBERS_UPDATE"],
  [I.GuildMembers, "GUILD_MEMBER_ADD GUILD_MEMBER_UPDATE GUILD_MEMBER_REMOVE"],
  [I.GuildModeration, "GUILD_AUDIT_LOG_ENTRY_CREATE GUILD_BAN_ADD GUILD_BAN_REMOVE"],
  [I.GuildExpressions, "GUILD_EMOJIS_UPDATE GUILD_STICKERS_UPDATE"],
  [
    I.GuildExpressions,
    "GUILD_SOUNDBOARD_SOUND_CREATE GUILD_SOUNDBOARD_SOUND_UPDATE GUILD_SOUNDBOARD_SOUND_DELETE",
  ],
  [I.GuildWebhooks, "WEBHOOKS_UPDATE"],
  [I.GuildInvites, "INVITE_CREATE INVITE_DELETE"],
  [I.GuildVoiceStates, "VOICE_STATE_UPDATE"],
  [I.GuildPresences, "PRESENCE_UPDATE"],
  [I.GuildMessages, "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE MESSAGE_DELETE_BULK"],
  [I.GuildMessageReactions, "MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE"],
  [I.GuildMessageReactions, "MESSAGE_REACTION_REMOVE_ALL MESSAGE_REACTION_REMOVE_EMOJI"],
  [I.GuildMessageTyping, "TYPING_START"],
  [I.GuildMessagePolls, "MESSAGE_POLL_VOTE_ADD MESSAGE_POLL_VOTE_REMOVE"],
  [
    I.GuildScheduledEvents,
    "GUILD_SCHEDULED_EVENT_CREATE GUILD_SCHEDULED_EVENT_UPDATE GUILD_SCHEDULED_EVENT_DELETE",
  ],
  [I.GuildScheduledEvents, "GUILD_SCHEDULED_EVENT_USER_ADD GUILD_SCHEDULED_EVENT_USER_REMOVE"],
  [
    I.AutoModerationConfiguration,
    "AUTO_MODERATION_RULE_CREATE AUTO_MODERATION_RULE_UPDATE AUTO_MODERATION_RULE_DELETE",
  ],
];

/** Events of direct messages by intent. */
const DIRECT_EVENTS: [number, string][] = [
  [I.DirectMessages, "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE CHANNEL_PINS_UPDATE"],
  [I.DirectMessageReactions, "MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE"],
  [I.DirectMessageReactions, "MESSAGE_REACTION_REMOVE_ALL MESSAGE_REACTION_REMOVE_EMOJI"],
  [I.DirectMessageTyping, "TYPING_START"],
];

const guildIntents = table(GUILD_EVENTS);
const directIntents = table(DIRECT_EVENTS);

/** Whether a session with these intents is sent the event. */
export function wants(intents: number, event: DispatchEvent): boolean {
  if (event.self) return true;
  const needed = (event.guildId ? guildIntents : directIntents).get(event.t);
  return needed === undefined || (intents & needed) !== 0;
}

function table(rows: [number, string][]): Map<string, number> {
  return new Map(rows.flatMap(([bits, names]) => names.split(" ").map((name) => [name, bits] as const)));
}

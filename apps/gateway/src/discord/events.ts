/** @module Discord's dispatch events that reach scripts: public name, and the intents of which one delivers it. */
import { GatewayIntentBits as I } from "discord-api-types/v10";

interface EventInfo {
  /** As scripts know it. */
  name: string;
  /** Any one of these bits delivers it; 0 for none needed. */
  intents: number;
}

/** By intent. */
const byIntent: [number, string][] = [
  [
    I.Guilds,
    "GUILD_CREATE GUILD_UPDATE GUILD_DELETE GUILD_ROLE_CREATE GUILD_ROLE_UPDATE GUILD_ROLE_DELETE CHANNEL_CREATE CHANNEL_UPDATE " +
    "CHANNEL_DELETE CHANNEL_PINS_UPDATE THREAD_CREATE THREAD_UPDATE THREAD_DELETE THREAD_LIST_SYNC " +
    "THREAD_MEMBER_UPDATE THREAD_MEMBERS_UPDATE STAGE_INSTANCE_CREATE STAGE_INSTANCE_UPDATE STAGE_INSTANCE_DELETE " +
    "VOICE_CHANNEL_STATUS_UPDATE VOICE_CHANNEL_START_TIME_UPDATE",
  ],
  [I.GuildMembers, "GUILD_MEMBER_ADD GUILD_MEMBER_UPDATE GUILD_MEMBER_REMOVE"],
  [I.GuildModeration, "GUILD_AUDIT_LOG_ENTRY_CREATE GUILD_BAN_ADD GUILD_BAN_REMOVE"],
  [
    I.GuildExpressions,
    "GUILD_EMOJIS_UPDATE GUILD_STICKERS_UPDATE GUILD_SOUNDBOARD_SOUND_CREATE GUILD_SOUNDBOARD_SOUND_UPDATE " +
    "GUILD_SOUNDBOARD_SOUND_DELETE GUILD_SOUNDBOARD_SOUNDS_UPDATE",
  ],
  [I.GuildIntegrations, "GUILD_INTEGRATIONS_UPDATE INTEGRATION_CREATE INTEGRATION_UPDATE INTEGRATION_DELETE"],
  [I.GuildWebhooks, "WEBHOOKS_UPDATE"],
  [I.GuildInvites, "INVITE_CREATE INVITE_DELETE"],
  [I.GuildVoiceStates, "VOICE_STATE_UPDATE VOICE_CHANNEL_EFFECT_SEND"],
  [I.GuildPresences, "PRESENCE_UPDATE"],
  [I.GuildMessages, "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE MESSAGE_DELETE_BULK"],
  [
    I.GuildMessageReactions,
    "MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE MESSAGE_REACTION_REMOVE_EMOJI MESSAGE_REACTION_REMOVE_ALL",
  ],
  [I.GuildMessageTyping, "TYPING_START"],
  [
    I.GuildScheduledEvents,
    "GUILD_SCHEDULED_EVENT_CREATE GUILD_SCHEDULED_EVENT_UPDATE GUILD_SCHEDULED_EVENT_DELETE " +
    "GUILD_SCHEDULED_EVENT_USER_ADD GUILD_SCHEDULED_EVENT_USER_REMOVE",
  ],
  [
    I.AutoModerationConfiguration,
    "AUTO_MODERATION_RULE_CREATE AUTO_MODERATION_RULE_UPDATE AUTO_MODERATION_RULE_DELETE",
  ],
  [I.AutoModerationExecution, "AUTO_MODERATION_ACTION_EXECUTION"],
  [I.GuildMessagePolls, "MESSAGE_POLL_VOTE_ADD MESSAGE_POLL_VOTE_REMOVE"],
  [
    0,
    "INTERACTION_CREATE APPLICATION_COMMAND_PERMISSIONS_UPDATE ENTITLEMENT_CREATE ENTITLEMENT_UPDATE ENTITLEMENT_DELETE",
  ],
];

/** Dispatches that no script is given, and why. Discord's other events all are. */
export const withheldEvents: Readonly<Record<string, string>> = {
  CHANNEL_INFO: "answers a request that flora does not make",
  GUILD_MEMBERS_CHUNK: "answers a request that flora does not make",
  SOUNDBOARD_SOUNDS: "answers a request that flora does not make",
  VOICE_SERVER_UPDATE: "holds a token for a voice connection, which is the bot's own",
  RATE_LIMITED: "is the connection's own",
  READY: "is the connection's own; scripts are told `ready` of their guild",
  RESUMED: "is the connection's own",
  USER_UPDATE: "is about the bot's account, in no guild",
  SUBSCRIPTION_CREATE: "is about a person's payment, in no guild",
  SUBSCRIPTION_UPDATE: "is about a person's payment, in no guild",
  SUBSCRIPTION_DELETE: "is about a person's payment, in no guild",
};

/** The name that scripts know: Discord's in camelCase, shorter for roles and reactions. */
function publicName(type: string): string {
  return camelCase(type.toLowerCase())
    .replace(/^guildRole/, "role")
    .replace(/^messageReaction/, "reaction");
}

/** `snake_case` to `snakeCase`; anything else is left as it is. */
export function camelCase(key: string): string {
  return key.replace(/(?<=[a-z0-9])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const table = new Map<string, EventInfo>(
  byIntent.flatMap(([intents, types]) =>
    types.split(" ").map((type) => [type, { name: publicName(type), intents }] as const)
  ),
);

/** Public names of interactions, by Discord's interaction type. */
export const interactionEvents: Record<number, string> = {
  2: "interactionCreate",
  3: "componentInteraction",
  4: "interactionCreate",
  5: "modalSubmit",
};

/** What scripts call a dispatch type; undefined for those they are not given. */
export function eventName(type: string): string | undefined {
  return table.get(type)?.name;
}

/** Every public event with the intents that deliver it. */
export const publicEvents: ReadonlyMap<string, number> = new Map<string, number>([
  ...[...table.values()].map(({ name, intents }) => [name, intents] as const),
  ["componentInteraction", 0],
  ["modalSubmit", 0],
  ["ready", 0],
]);

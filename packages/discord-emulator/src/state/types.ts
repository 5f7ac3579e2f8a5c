/** The state the emulator keeps. Field names follow Discord's wire names where the value goes out unchanged. */

/** A JSON object whose inside was judged by a schema and is passed on as it came. */
export type Wire = Record<string, unknown>;

export interface User {
  id: string;
  username: string;
  globalName: string | null;
  avatar: string | null;
  bot: boolean;
}

export interface Member {
  userId: string;
  nick: string | null;
  roles: string[];
  joinedAt: string;
  timedOutUntil: string | null;
  deaf: boolean;
  mute: boolean;
  flags: number;
}

export interface Role {
  id: string;
  name: string;
  permissions: bigint;
  position: number;
  color: number;
  hoist: boolean;
  managed: boolean;
  mentionable: boolean;
  unicodeEmoji: string | null;
  botId: string | null;
}

export interface Overwrite {
  id: string;
  type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

export interface Thread {
  ownerId: string;
  archived: boolean;
  archiveTimestamp: string;
  autoArchiveDuration: number;
  locked: boolean;
  invitable: boolean;
  createTimestamp: string;
  messageCount: number;
  appliedTags: string[];
  /** User id to the time of joining. */
  members: Map<string, string>;
}

export interface Channel {
  id: string;
  type: number;
  /** Null for a direct message channel. */
  guildId: string | null;
  name: string;
  position: number;
  parentId: string | null;
  overwrites: Map<string, Overwrite>;
  topic: string | null;
  nsfw: boolean;
  rateLimitPerUser: number;
  bitrate: number;
  userLimit: number;
  flags: number;
  lastMessageId: string | null;
  lastPinTimestamp: string | null;
  /** Further settings that are only stored and given back (forum tags, default sort order, ...). */
  extra: Wire;
  thread: Thread | null;
  /** The other user of a direct message channel. */
  recipientId: string | null;
}

export interface Attachment {
  id: string;
  filename: string;
  size: number;
  contentType: string | null;
  description: string | null;
  bytes: Uint8Array;
}

export interface Reaction {
  id: string | null;
  name: string;
  animated: boolean;
  userIds: Set<string>;
}

export interface Message {
  id: string;
  type: number;
  channelId: string;
  guildId: string | null;
  authorId: string;
  /** Name and avatar a webhook message was sent under. */
  webhookAuthor: { name: string; avatar: string | null } | null;
  webhookId: string | null;
  applicationId: string | null;
  content: string;
  embeds: Wire[];
  components: Wire[];
  attachments: Attachment[];
  mentionIds: string[];
  mentionRoleIds: string[];
  mentionEveryone: boolean;
  timestamp: string;
  editedTimestamp: string | null;
  tts: boolean;
  flags: number;
  nonce: string | number | null;
  pinnedAt: string | null;
  reactions: Reaction[];
  reference: { type: number; channelId: string; messageId?: string; guildId?: string } | null;
  snapshots: Wire[];
  interactionId: string | null;
  /** The only user who sees it, for an ephemeral response. */
  ephemeralFor: string | null;
  poll: Wire | null;
  /** User ids by number of the answer. */
  pollVotes: Map<number, Set<string>>;
  stickers: { id: string; name: string; format_type: number }[];
  position: number;
}

export interface AuditEntry {
  id: string;
  actionType: number;
  userId: string;
  targetId: string | null;
  reason: string | null;
  changes: Wire[];
  options: Wire | null;
}

export interface Command {
  id: string;
  guildId: string | null;
  version: string;
  type: number;
  name: string;
  description: string;
  /** Everything else the registration carried (options, localisations, permissions). */
  body: Wire;
  permissions: Wire[] | null;
}

export interface Webhook {
  id: string;
  /** 1 takes messages, 2 repeats those of an announcement channel. */
  type: 1 | 2;
  guildId: string;
  channelId: string;
  userId: string;
  name: string;
  avatar: string | null;
  token: string;
}

export interface Invite {
  code: string;
  guildId: string;
  channelId: string;
  inviterId: string;
  createdAt: string;
  maxAgeSeconds: number;
  maxUses: number;
  uses: number;
  temporary: boolean;
}

export interface Ban {
  userId: string;
  reason: string | null;
}

export interface Emoji {
  id: string;
  name: string;
  animated: boolean;
  userId: string;
  roles: string[];
}

export interface Sticker {
  id: string;
  name: string;
  /** The unicode emoji, or a word, that stands for it. */
  tags: string;
  description: string;
  userId: string;
}

export interface Sound {
  id: string;
  name: string;
  volume: number;
  emojiId: string | null;
  emojiName: string | null;
  userId: string;
}

/** What a guild shows to those who come, in Discord's own words. */
export interface Reception {
  welcome: { description: string | null; welcome_channels: Wire[] };
  onboarding: { prompts: Wire[]; default_channel_ids: string[]; enabled: boolean; mode: number };
  incidents: { invites_disabled_until: string | null; dms_disabled_until: string | null } | null;
}

export interface ScheduledEvent {
  id: string;
  name: string;
  description: string | null;
  creatorId: string;
  /** 1 stage, 2 voice, 3 elsewhere. */
  entityType: number;
  channelId: string | null;
  location: string | null;
  startsAt: string;
  endsAt: string | null;
  /** 1 scheduled, 2 active, 3 completed, 4 cancelled. */
  status: number;
  recurrence: Wire | null;
  /** Who is interested. */
  userIds: Set<string>;
}

export interface AutoModerationRule {
  id: string;
  creatorId: string;
  name: string;
  eventType: number;
  triggerType: number;
  triggerMetadata: Wire;
  actions: Wire[];
  enabled: boolean;
  exemptRoles: string[];
  exemptChannels: string[];
}

export interface StageInstance {
  id: string;
  channelId: string;
  topic: string;
  eventId: string | null;
}

/** One user in a voice or stage channel. */
export interface VoiceState {
  userId: string;
  channelId: string;
  sessionId: string;
  /** Listens only, as everybody new in a stage does. */
  suppress: boolean;
  requestToSpeakAt: string | null;
}

export interface Guild {
  id: string;
  name: string;
  ownerId: string;
  botPresent: boolean;
  settings: Wire;
  roles: Map<string, Role>;
  members: Map<string, Member>;
  /** Channel ids, threads not included. */
  channelIds: Set<string>;
  threadIds: Set<string>;
  bans: Map<string, Ban>;
  commands: Map<string, Command>;
  emojis: Map<string, Emoji>;
  stickers: Map<string, Sticker>;
  sounds: Map<string, Sound>;
  reception: Reception;
  events: Map<string, ScheduledEvent>;
  rules: Map<string, AutoModerationRule>;
  /** By channel. */
  stages: Map<string, StageInstance>;
  /** By user. */
  voiceStates: Map<string, VoiceState>;
  auditLog: AuditEntry[];
}

/** What became of an interaction: `expired` means that nobody answered within the deadline. */
export type InteractionState = "pending" | "deferred" | "responded" | "expired";

export interface Interaction {
  id: string;
  token: string;
  type: number;
  guildId: string | null;
  channelId: string;
  userId: string;
  data: Wire;
  commandName: string | null;
  createdAtMs: number;
  callback: { type: number; data: Wire | null } | null;
  originalId: string | null;
  loading: boolean;
  sourceMessageId: string | null;
  /** Ids of the messages it produced, the original response first. */
  responseIds: string[];
  /** Modal-submit interactions remember which interaction opened the modal. */
  openedBy: string | null;
}

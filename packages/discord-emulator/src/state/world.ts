import type { Clock } from "../clock.ts";
import { compareIds, Snowflakes } from "../snowflake.ts";
import { Bus } from "./bus.ts";
import type {
  Attachment,
  Channel,
  Command,
  Guild,
  Interaction,
  Invite,
  Message,
  User,
  Webhook,
} from "./types.ts";

/** Everything the emulator knows, in memory, and the bus that tells gateway sessions what changed. */
export class World {
  readonly ids: Snowflakes;
  readonly bus = new Bus();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  /** Guild channels, threads and direct message channels. */
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Map<string, Message>>();
  readonly webhooks = new Map<string, Webhook>();
  readonly invites = new Map<string, Invite>();
  readonly interactions = new Map<string, Interaction>();
  readonly globalCommands = new Map<string, Command>();
  /** Files that came as command options, which belong to no message. */
  readonly loose = new Map<string, Attachment>();
  readonly clock: Clock;
  readonly applicationId: string;
  readonly botId: string;
  readonly privilegedIntents: number;
  /** How long an interaction may stay unanswered. */
  readonly interactionDeadlineMs: number;
  /** Origin of the server, known once it listens; attachment links are made from it. */
  origin = "http://127.0.0.1";

  constructor(
    clock: Clock,
    options: {
      applicationId: string | undefined;
      botName: string;
      privilegedIntents: number;
      interactionDeadlineMs: number;
    },
  ) {
    this.clock = clock;
    this.ids = new Snowflakes(clock);
    this.applicationId = options.applicationId ?? this.ids.next();
    this.botId = this.applicationId;
    this.privilegedIntents = options.privilegedIntents;
    this.interactionDeadlineMs = options.interactionDeadlineMs;
    this.addUser({ id: this.botId, username: options.botName, bot: true });
  }

  /** Adds a user, making up what is not given. */
  addUser(given: Partial<User> & { username: string }): User {
    const user: User = {
      id: given.id ?? this.ids.next(),
      username: given.username,
      globalName: given.globalName ?? null,
      avatar: given.avatar ?? null,
      bot: given.bot ?? false,
    };
    this.users.set(user.id, user);
    return user;
  }

  /** The user of that id; ids in the state always name known users. */
  user(id: string): User {
    const user = this.users.get(id);
    if (!user) throw new Error(`Cannot read user ${id}: no such user`);
    return user;
  }

  /** A channel's guild, null for direct messages. */
  guildOf(channel: Channel): Guild | null {
    return channel.guildId ? this.guilds.get(channel.guildId) ?? null : null;
  }

  /** The messages of a channel, oldest first. */
  messagesOf(channelId: string): Message[] {
    return [...(this.messages.get(channelId)?.values() ?? [])].sort((a, b) => compareIds(a.id, b.id));
  }

  /** One message, or undefined when it is gone. */
  message(channelId: string, messageId: string): Message | undefined {
    return this.messages.get(channelId)?.get(messageId);
  }

  /** Finds a message by its id alone. */
  findMessage(messageId: string): Message | undefined {
    for (const messages of this.messages.values()) {
      const found = messages.get(messageId);
      if (found) return found;
    }
    return undefined;
  }

  /** Guilds somebody is a member of. */
  guildsOf(userId: string): Guild[] {
    if (userId === this.botId) return this.botGuilds();
    return [...this.guilds.values()].filter((guild) => guild.members.has(userId));
  }

  /** Guilds the bot is in. */
  botGuilds(): Guild[] {
    return [...this.guilds.values()].filter((guild) => guild.botPresent);
  }
}

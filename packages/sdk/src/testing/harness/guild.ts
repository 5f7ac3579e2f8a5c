import type { FloraClient } from "@flora/api-client";
import type { APIEmbed, APIMessage } from "discord-api-types/v10";
import { call, PATIENCE_MS } from "./discord.ts";
import type { TestClock } from "./clock.ts";
import { Member } from "./member.ts";
import { until } from "@flora/model/until";
import { callWebhook, type WebhookAnswer, type WebhookCall } from "./webhooks.ts";

/** A message as everybody in the channel sees it. */
export type SeenMessage = APIMessage;

/** What came back for an interaction. */
export interface Answer {
  /** Of the interaction; a form it opened is sent off with it. */
  interactionId: string;
  /** Of the message that answered, where one did. */
  messageId?: string;
  content: string;
  embeds: APIEmbed[];
  components: unknown[];
  ephemeral: boolean;
  /** Further messages. */
  followUps: { content: string; ephemeral: boolean }[];
  /** The form that was opened instead. */
  modal?: { custom_id: string; title: string; components: unknown[] };
}

interface SeenThread {
  id: string;
  name: string;
  type: number;
  thread_metadata: { archived: boolean; locked?: boolean };
}

interface SeenMember {
  user: { id: string; username: string; bot: boolean };
  roles: string[];
  nick: string | null;
  /** Until when they are in a time-out, ISO 8601. */
  communication_disabled_until?: string | null;
}

interface GuildView {
  id: string;
  ownerId: string;
  channels: { id: string; name: string; type: number }[];
  roles: { id: string; name: string }[];
  members: SeenMember[];
  threads: SeenThread[];
  bans: { userId: string; reason: string | null }[];
}

/** What a guild of the harness works with. @internal */
export interface GuildParts {
  discordUrl: string;
  client: FloraClient;
  /** The bot's own id. */
  botId: string;
  clock: TestClock;
}

/** One simulated guild with a script in it. */
export class Guild {
  readonly #seen = new Map<string, string>();

  /** @internal */
  readonly discordUrl: string;
  /** @internal */
  readonly client: FloraClient;
  /** The bot's own id. */
  readonly botId: string;
  readonly #clock: TestClock;

  /** @internal */
  constructor(readonly id: string, { discordUrl, client, botId, clock }: GuildParts) {
    this.discordUrl = discordUrl;
    this.client = client;
    this.botId = botId;
    this.#clock = clock;
  }

  /** Everything about it now, as the simulation keeps it. */
  view(): Promise<GuildView> {
    return call(this.discordUrl, "GET", `/guilds/${this.id}`);
  }

  /** Waits until flora knows the guild. */
  async joined(): Promise<void> {
    await until(
      "the bot to join",
      async () => (await this.client.guilds()).guilds.some(({ guildId }) => guildId === this.id),
    );
  }

  /** Puts a script live: file names to contents, `main.ts` being the first. */
  async deploy(files: Record<string, string>, entry = "main.ts"): Promise<void> {
    await this.client.deploy(this.id, { entry, files });
  }

  /** Fills in the script's `settings()`, by key; names of channels and roles stand for their ids. */
  async set(values: Record<string, string | number | boolean>): Promise<void> {
    const { settings } = await this.client.settings(this.id);
    const entries = Object.entries(values).map(async ([key, value]) => {
      const type = settings.find((setting) => setting.key === key)?.type;
      if (type === "channel") return [key, await this.channelId(String(value))];
      return [key, type === "role" ? await this.roleId(String(value)) : value];
    });
    await this.client.changeSettings(this.id, Object.fromEntries(await Promise.all(entries)));
  }

  /** Calls a webhook of the script, as the service that it is for does. */
  async calls(webhook: string, request: WebhookCall = {}): Promise<WebhookAnswer> {
    return await callWebhook(await this.webhookUrl(webhook), request, this.#clock.now());
  }

  /** The address of a webhook of the script. */
  async webhookUrl(webhook: string): Promise<string> {
    const { webhooks } = await this.client.webhooks(this.id);
    const found = webhooks.find(({ name }) => name === webhook);
    if (!found) throw new Error(`Cannot find webhook "${webhook}": there are ${namesOf(webhooks)}`);
    return found.url;
  }

  /** Id of a channel or thread by its name (or id); the first text channel without one. */
  async channelId(name?: string): Promise<string> {
    const { channels, threads } = await this.view();
    const all = [...channels, ...threads];
    const found = all.find((one) =>
      name === undefined ? one.type === 0 : one.name === name || one.id === name
    );
    if (!found) throw new Error(`Cannot find channel "${name}": there are ${namesOf(all)}`);
    return found.id;
  }

  async roleId(name: string): Promise<string> {
    const { roles } = await this.view();
    const found = roles.find((role) => role.name === name);
    if (!found) {
      throw new Error(`Cannot find role "${name}": there are ${namesOf(roles)}`);
    }
    return found.id;
  }

  /** A member by user name. */
  async member(username: string): Promise<Member> {
    const { members } = await this.view();
    const found = members.find(({ user }) => user.username === username);
    if (!found) throw new Error(`Cannot find member "${username}"`);
    return new Member(found.user.id, username, this);
  }

  /** Lets somebody new join, with roles by name. */
  async joins(username: string, { roles = [] }: { roles?: string[] } = {}): Promise<Member> {
    const roleIds = await Promise.all(roles.map((name) => this.roleId(name)));
    const { user } = await call<{ user: { id: string } }>(
      this.discordUrl,
      "POST",
      `/guilds/${this.id}/members`,
      { username, roles: roleIds },
    );
    return new Member(user.id, username, this);
  }

  /** The messages of a channel, oldest first. */
  async messages(channel?: string): Promise<SeenMessage[]> {
    return await call(this.discordUrl, "GET", `/channels/${await this.channelId(channel)}/messages`);
  }

  /** The bot's next message in a channel, waiting for it; each message is given once. */
  async next(channel?: string): Promise<SeenMessage> {
    const channelId = await this.channelId(channel);
    const after = this.#seen.get(channelId);
    const query = new URLSearchParams({
      authorId: this.botId,
      waitMs: String(PATIENCE_MS),
      ...(after ? { after } : {}),
    });
    const [message] = await call<SeenMessage[]>(
      this.discordUrl,
      "GET",
      `/channels/${channelId}/messages?${query}`,
    );
    if (!message) {
      throw new Error(
        `Waited ${PATIENCE_MS / 1000} s in vain for a message in ${channel ?? "the first channel"}`,
      );
    }
    this.#seen.set(channelId, message.id);
    return message;
  }

  /** A line of the guild's log that fits, waiting for it. */
  async logged(pattern: RegExp): Promise<string> {
    const find = async () =>
      (await this.client.logs(this.id, { limit: 500 })).lines.find(({ message }) => pattern.test(message));
    return (await until(`a log line like ${pattern}`, find)).message;
  }

  /** Waits until the messages of a channel fit. */
  async shows(channel: string, check: (messages: SeenMessage[]) => boolean): Promise<void> {
    await until(`messages in ${channel}`, async () => check(await this.messages(channel)));
  }

  /** Waits until something is so. */
  async eventually(what: string, check: () => Promise<boolean>): Promise<void> {
    await until(what, check);
  }
}

const namesOf = (list: { name: string }[]) => list.map(({ name }) => name).join(", ") || "none";

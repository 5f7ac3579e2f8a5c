/** @module What is known of guilds without a call to Discord, kept current by the events of the bot's base intents. */
import type { GuildChannel, GuildEmoji, GuildInfo, GuildRole } from "@flora/discord/guild-reads/entities";
import type { GuildId } from "@flora/model";
import type { Payload } from "../discord/normalize.ts";
import { channelOf, emojiOf, infoOf, roleOf, type Wire } from "./from-wire.ts";

export interface StoredGuild {
  info: GuildInfo;
  /** Channels, and the active threads the bot may see. */
  channels: Map<string, GuildChannel>;
  roles: Map<string, GuildRole>;
  emojis: GuildEmoji[];
}

export class GuildStore {
  readonly #guilds = new Map<GuildId, StoredGuild>();

  get(guildId: GuildId): StoredGuild | undefined {
    return this.#guilds.get(guildId);
  }

  forget(guildId: GuildId): void {
    this.#guilds.delete(guildId);
  }

  /** Takes in a channel or thread of the guild. */
  putChannel(guildId: GuildId, d: Wire): void {
    this.#guilds.get(guildId)?.channels.set(String(d.id), channelOf(d));
  }

  /** Takes in a role of the guild. */
  putRole(guildId: GuildId, d: Wire): void {
    this.#guilds.get(guildId)?.roles.set(String(d.id), roleOf(d));
  }

  /** Takes in a dispatch; others than those it knows change nothing. */
  apply({ t, d }: Payload): void {
    if (t === "GUILD_CREATE") return d.unavailable ? undefined : this.#create(d);
    const guild = this.#guilds.get(t === "GUILD_UPDATE" ? d.id : d?.guild_id);
    if (!guild) return;
    switch (t) {
      case "GUILD_UPDATE":
        guild.info = infoOf(d, guild.info.memberCount);
        guild.roles = byId(d.roles, roleOf);
        guild.emojis = (d.emojis as Wire[]).map(emojiOf);
        return;
      case "GUILD_EMOJIS_UPDATE":
        guild.emojis = (d.emojis as Wire[]).map(emojiOf);
        return;
      case "GUILD_MEMBER_ADD":
        guild.info.memberCount++;
        return;
      case "GUILD_MEMBER_REMOVE":
        guild.info.memberCount--;
        return;
      case "GUILD_ROLE_CREATE":
      case "GUILD_ROLE_UPDATE":
        guild.roles.set(d.role.id, roleOf(d.role));
        return;
      case "GUILD_ROLE_DELETE":
        guild.roles.delete(d.role_id);
        return;
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
        return this.#putChannel(guild, d);
      case "THREAD_LIST_SYNC":
        for (const thread of d.threads as Wire[]) this.#putChannel(guild, thread);
        return;
      case "CHANNEL_DELETE":
      case "THREAD_DELETE":
        this.#removeChannel(guild, d.id);
    }
  }

  #create(d: Wire): void {
    const roles = byId(d.roles, roleOf);
    const channels = new Map([...byId(d.channels, channelOf), ...byId(d.threads, channelOf)]);
    const memberCount = typeof d.member_count === "number" ? d.member_count : 0;
    const emojis = ((d.emojis ?? []) as Wire[]).map(emojiOf);
    this.#guilds.set(d.id as GuildId, { info: infoOf(d, memberCount), channels, roles, emojis });
  }

  /** A thread that is put away would otherwise stay for ever: nothing tells when it is deleted. */
  #putChannel(guild: StoredGuild, d: Wire): void {
    const channel = channelOf(d);
    if (channel.thread?.archived) guild.channels.delete(channel.id);
    else guild.channels.set(channel.id, channel);
  }

  /** A deleted channel takes its threads along; the channels of a deleted category stay. */
  #removeChannel(guild: StoredGuild, channelId: string): void {
    guild.channels.delete(channelId);
    for (const [id, { thread, parentId }] of guild.channels) {
      if (thread && parentId === channelId) guild.channels.delete(id);
    }
  }
}

function byId<T>(list: unknown, read: (d: Wire) => T): Map<string, T> {
  return new Map(((list ?? []) as Wire[]).map((d) => [String(d.id), read(d)]));
}

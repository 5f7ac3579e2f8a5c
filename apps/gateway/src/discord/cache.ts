/** @module What the gateway remembers of Discord: which guilds there are, whose a channel is, what the bot is in each. */
import type { GuildId } from "@flora/model";
import type { CachedGuild, GuildCache } from "@flora/discord";
import { GuildStore } from "../guild-reads/store.ts";
import type { Payload } from "./normalize.ts";

interface Wire {
  id: string;
  [key: string]: unknown;
}

interface Member {
  roles?: string[];
  communication_disabled_until?: string | null;
}

/** The bot's own membership. */
interface Membership {
  botRoles: readonly string[] | undefined;
  botTimedOutUntil: number;
  /** Channels and threads known so far, also those of which nothing but the id is known. */
  channelIds: Set<string>;
}

export type GuildChange = { kind: "available" | "left"; guildId: GuildId };

/** Built from dispatches and from Discord's own answers; what it does not know does not exist. */
export class DiscordCache implements GuildCache {
  botUserId = "";
  /** The bot itself, as Discord told it. */
  botUser: Record<string, unknown> = {};
  readonly store = new GuildStore();
  readonly #guilds = new Map<GuildId, Membership>();
  readonly #channelGuild = new Map<string, GuildId>();

  channelGuild(channelId: string): GuildId | undefined {
    return this.#channelGuild.get(channelId);
  }

  guild(guildId: GuildId): CachedGuild | undefined {
    const membership = this.#guilds.get(guildId);
    const stored = this.store.get(guildId);
    if (!membership || !stored) return undefined;
    const { info: { id, ownerId }, roles, channels } = stored;
    return { id, ownerId, roles, channels, ...membership };
  }

  has(guildId: GuildId): boolean {
    return this.#guilds.has(guildId);
  }

  list(): { guildId: GuildId; name: string }[] {
    return [...this.#guilds.keys()].map((guildId) => ({
      guildId,
      name: this.store.get(guildId)?.info.name ?? "",
    }));
  }

  get size(): number {
    return this.#guilds.size;
  }

  /** Takes in a dispatch; answers which guilds came or went with it. */
  apply(payload: Payload): GuildChange[] {
    const { t, d } = payload;
    if (t === "GUILD_CREATE" && !d.unavailable) this.#remove(d.id);
    if (t === "CHANNEL_DELETE" || t === "THREAD_DELETE") this.#disown(d.guild_id, d.id);
    this.store.apply(payload);
    switch (t) {
      case "READY":
        this.botUserId = d.user.id;
        this.botUser = d.user;
        return this.#ready(d.guilds, d.shard ?? [0, 1]);
      case "GUILD_CREATE":
        if (d.unavailable) return [];
        this.#create(d);
        return [{ kind: "available", guildId: d.id }];
      case "GUILD_DELETE":
        if (d.unavailable) return [];
        this.#remove(d.id);
        return [{ kind: "left", guildId: d.id }];
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
        this.#own(d.guild_id, d.id);
        return [];
      case "THREAD_LIST_SYNC":
        for (const thread of d.threads as Wire[]) this.#own(d.guild_id, thread.id);
        return [];
      case "GUILD_MEMBER_UPDATE":
        if (d.user.id === this.botUserId) this.#setBot(d.guild_id, d);
        return [];
      case "MESSAGE_CREATE":
      case "INTERACTION_CREATE":
        // An archived thread is in no list; an event from it, with Discord's word for its guild, makes it known.
        if (d.guild_id && d.channel_id) this.#own(d.guild_id, d.channel_id);
        return [];
    }
    return [];
  }

  /** Takes in a channel or thread that Discord showed as this guild's; one that is another's stays there. */
  learnChannel(guildId: GuildId, channel: Wire): void {
    if (this.#own(guildId, channel.id)) this.store.putChannel(guildId, channel);
  }

  learnRole(guildId: GuildId, role: Wire): void {
    this.store.putRole(guildId, role);
  }

  /** A new session lists every guild of its shard, as unavailable; one of ours that is not in it was left meanwhile. */
  #ready(guilds: Wire[], [shard, shards]: [number, number]): GuildChange[] {
    const listed = new Set(guilds.map(({ id }) => id));
    const left: GuildChange[] = [];
    for (const guildId of this.#guilds.keys()) {
      if (Number((BigInt(guildId) >> 22n) % BigInt(shards)) !== shard || listed.has(guildId)) continue;
      this.#remove(guildId);
      left.push({ kind: "left", guildId });
    }
    return left;
  }

  #create(d: Wire): void {
    const guildId = d.id as GuildId;
    this.#guilds.set(guildId, { botRoles: undefined, botTimedOutUntil: 0, channelIds: new Set() });
    const members = (d.members ?? []) as (Member & { user?: { id: string } })[];
    this.#setBot(guildId, members.find(({ user }) => user?.id === this.botUserId));
    for (const { id } of [...(d.channels ?? []) as Wire[], ...(d.threads ?? []) as Wire[]]) {
      this.#own(guildId, id);
    }
  }

  #setBot(guildId: GuildId, member: Member = {}): void {
    const until = member.communication_disabled_until;
    const membership = this.#guilds.get(guildId);
    if (!membership) return;
    membership.botRoles = member.roles;
    membership.botTimedOutUntil = until ? Date.parse(until) : 0;
  }

  /** False for a guild that is not here, and for a channel that is another's. */
  #own(guildId: GuildId, channelId: string): boolean {
    const membership = this.#guilds.get(guildId);
    if (!membership) return false;
    const owner = this.#channelGuild.get(channelId);
    if (owner !== undefined) return owner === guildId;
    this.#channelGuild.set(channelId, guildId);
    membership.channelIds.add(channelId);
    return true;
  }

  /** A deleted channel takes its threads along. */
  #disown(guildId: GuildId, channelId: string): void {
    const membership = this.#guilds.get(guildId);
    if (!membership?.channelIds.has(channelId)) return;
    const known = this.store.get(guildId)?.channels ?? new Map<string, never>();
    const threads = [...known].filter(([, { thread, parentId }]) => thread && parentId === channelId);
    for (const id of [channelId, ...threads.map(([id]) => id)]) {
      membership.channelIds.delete(id);
      this.#channelGuild.delete(id);
    }
  }

  #remove(guildId: GuildId): void {
    for (const id of this.#guilds.get(guildId)?.channelIds ?? []) this.#channelGuild.delete(id);
    this.#guilds.delete(guildId);
    this.store.forget(guildId);
  }
}

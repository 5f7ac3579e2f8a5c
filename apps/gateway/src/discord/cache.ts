/** @module What the gateway remembers of Discord: per guild its name, channels, roles and the bot's own roles. */
import type { GuildId } from "@flora/model";
import type { GuildCache } from "@flora/discord";
import type { Payload } from "./normalize.ts";

interface CachedGuild {
  name: string;
  available: boolean;
  /** Channels and the threads known so far. */
  channels: Map<string, { type: number; parentId?: string }>;
  roles: Map<string, { permissions: string; position: number }>;
  /** Role ids of the bot's own member. */
  botRoles: string[];
}

interface Wire {
  id: string;
  [key: string]: unknown;
}

export type GuildChange = { kind: "available" | "left"; guildId: GuildId };

/** Built from dispatches alone; what it does not know does not exist. */
export class DiscordCache implements GuildCache {
  botUserId = "";
  readonly #guilds = new Map<GuildId, CachedGuild>();
  readonly #channelGuild = new Map<string, GuildId>();

  channelGuild(channelId: string): GuildId | undefined {
    return this.#channelGuild.get(channelId);
  }

  has(guildId: GuildId): boolean {
    return this.#guilds.has(guildId);
  }

  list(): { guildId: GuildId; name: string }[] {
    return [...this.#guilds].map(([guildId, { name }]) => ({ guildId, name }));
  }

  get size(): number {
    return this.#guilds.size;
  }

  /** Takes in a dispatch; answers which guilds came or went with it. */
  apply({ t, d }: Payload): GuildChange[] {
    switch (t) {
      case "READY":
        this.botUserId = d.user.id;
        return this.#ready(d.guilds, d.shard ?? [0, 1]);
      case "GUILD_CREATE":
        if (d.unavailable) return [];
        this.#create(d);
        return [{ kind: "available", guildId: d.id }];
      case "GUILD_UPDATE":
        this.#with(d.id, (guild) => guild.name = d.name);
        return [];
      case "GUILD_DELETE":
        if (d.unavailable) {
          this.#with(d.id, (guild) => guild.available = false);
          return [];
        }
        this.#remove(d.id);
        return [{ kind: "left", guildId: d.id }];
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
        this.#addChannel(d.guild_id, d);
        return [];
      case "THREAD_LIST_SYNC":
        for (const thread of d.threads as Wire[]) this.#addChannel(d.guild_id, thread);
        return [];
      case "CHANNEL_DELETE":
      case "THREAD_DELETE":
        this.#removeChannel(d.guild_id, d.id);
        return [];
      case "GUILD_ROLE_CREATE":
      case "GUILD_ROLE_UPDATE":
        this.#with(d.guild_id, (guild) => guild.roles.set(d.role.id, roleOf(d.role)));
        return [];
      case "GUILD_ROLE_DELETE":
        this.#with(d.guild_id, (guild) => guild.roles.delete(d.role_id));
        return [];
      case "GUILD_MEMBER_UPDATE":
        if (d.user.id === this.botUserId) this.#with(d.guild_id, (guild) => guild.botRoles = d.roles);
        return [];
      case "MESSAGE_CREATE":
      case "INTERACTION_CREATE":
        this.#learn(d);
        return [];
    }
    return [];
  }

  /** A new session lists every guild of its shard, as unavailable; one of ours that is not in it was left meanwhile. */
  #ready(guilds: Wire[], [shard, shards]: [number, number]): GuildChange[] {
    const listed = new Set(guilds.map(({ id }) => id));
    const left: GuildChange[] = [];
    for (const [guildId, guild] of this.#guilds) {
      if (Number((BigInt(guildId) >> 22n) % BigInt(shards)) !== shard) continue;
      if (listed.has(guildId)) {
        guild.available = false;
        continue;
      }
      this.#remove(guildId);
      left.push({ kind: "left", guildId });
    }
    return left;
  }

  #create(d: Wire): void {
    const guildId = d.id as GuildId;
    this.#remove(guildId);
    const members = (d.members ?? []) as { user?: { id: string }; roles: string[] }[];
    this.#guilds.set(guildId, {
      name: String(d.name),
      available: true,
      channels: new Map(),
      roles: new Map((d.roles as Wire[] ?? []).map((role) => [role.id, roleOf(role)])),
      botRoles: members.find(({ user }) => user?.id === this.botUserId)?.roles ?? [],
    });
    for (const channel of [...(d.channels ?? []) as Wire[], ...(d.threads ?? []) as Wire[]]) {
      this.#addChannel(guildId, channel);
    }
  }

  /** An archived thread is in no list; an event from it, with Discord's word for its guild, makes it known. */
  #learn(d: Wire): void {
    const { guild_id: guildId, channel_id: channelId } = d as Wire & {
      guild_id?: GuildId;
      channel_id?: string;
    };
    if (!guildId || !channelId || this.#channelGuild.has(channelId)) return;
    this.#addChannel(guildId, { id: channelId, type: -1 });
  }

  #addChannel(guildId: GuildId, channel: Wire): void {
    this.#with(guildId, (guild) => {
      guild.channels.set(channel.id, {
        type: Number(channel.type),
        ...(typeof channel.parent_id === "string" ? { parentId: channel.parent_id } : {}),
      });
      this.#channelGuild.set(channel.id, guildId);
    });
  }

  /** A deleted channel takes its threads along. */
  #removeChannel(guildId: GuildId, channelId: string): void {
    this.#with(guildId, (guild) => {
      for (const [id, { parentId }] of guild.channels) {
        if (id !== channelId && (parentId !== channelId || this.#channelGuild.get(id) !== guildId)) continue;
        guild.channels.delete(id);
        this.#channelGuild.delete(id);
      }
    });
  }

  #remove(guildId: GuildId): void {
    const guild = this.#guilds.get(guildId);
    for (const id of guild?.channels.keys() ?? []) this.#channelGuild.delete(id);
    this.#guilds.delete(guildId);
  }

  #with(guildId: GuildId, change: (guild: CachedGuild) => void): void {
    const guild = this.#guilds.get(guildId);
    if (guild) change(guild);
  }
}

function roleOf(role: Wire): { permissions: string; position: number } {
  return { permissions: String(role.permissions), position: Number(role.position) };
}

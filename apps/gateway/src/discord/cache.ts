/** @module What the gateway remembers of Discord: per guild its name, owner, channels, roles and the bot's own member. */
import type { GuildId } from "@flora/model";
import type { CachedChannel, CachedGuild, CachedRole, GuildCache } from "@flora/discord";
import { channelOf, roleOf, timedOutUntil, type Wire } from "./cached.ts";
import type { Payload } from "./normalize.ts";

interface KeptGuild extends CachedGuild {
  name: string;
  available: boolean;
  ownerId: string | undefined;
  channels: Map<string, CachedChannel>;
  roles: Map<string, CachedRole>;
  botRoles: readonly string[] | undefined;
  botTimedOutUntil: number;
}

export type GuildChange = { kind: "available" | "left"; guildId: GuildId };

/** Built from dispatches and from Discord's own answers; what it does not know does not exist. */
export class DiscordCache implements GuildCache {
  botUserId = "";
  readonly #guilds = new Map<GuildId, KeptGuild>();
  readonly #channelGuild = new Map<string, GuildId>();

  channelGuild(channelId: string): GuildId | undefined {
    return this.#channelGuild.get(channelId);
  }

  guild(guildId: GuildId): CachedGuild | undefined {
    return this.#guilds.get(guildId);
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
        this.#with(d.id, (guild) => Object.assign(guild, { name: d.name, ownerId: d.owner_id }));
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
        this.learnChannel(d.guild_id, d);
        return [];
      case "THREAD_LIST_SYNC":
        for (const thread of d.threads as Wire[]) this.learnChannel(d.guild_id, thread);
        return [];
      case "CHANNEL_DELETE":
      case "THREAD_DELETE":
        this.#removeChannel(d.guild_id, d.id);
        return [];
      case "GUILD_ROLE_CREATE":
      case "GUILD_ROLE_UPDATE":
        this.learnRole(d.guild_id, d.role);
        return [];
      case "GUILD_ROLE_DELETE":
        this.#with(d.guild_id, (guild) => guild.roles.delete(d.role_id));
        return [];
      case "GUILD_MEMBER_UPDATE":
        if (d.user.id === this.botUserId) this.#with(d.guild_id, (guild) => setBot(guild, d));
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
    const members = (d.members ?? []) as (Member & { user?: { id: string } })[];
    const guild: KeptGuild = {
      name: String(d.name),
      available: true,
      ownerId: d.owner_id as string | undefined,
      channels: new Map(),
      roles: new Map((d.roles as Wire[] ?? []).map((role) => [role.id, roleOf(role)])),
      botRoles: undefined,
      botTimedOutUntil: 0,
    };
    setBot(guild, members.find(({ user }) => user?.id === this.botUserId));
    this.#guilds.set(guildId, guild);
    for (const channel of [...(d.channels ?? []) as Wire[], ...(d.threads ?? []) as Wire[]]) {
      this.learnChannel(guildId, channel);
    }
  }

  /** An archived thread is in no list; an event from it, with Discord's word for its guild, makes it known. */
  #learn(d: Wire): void {
    const { guild_id: guildId, channel_id: channelId } = d as Wire & {
      guild_id?: GuildId;
      channel_id?: string;
    };
    if (!guildId || !channelId || this.#channelGuild.has(channelId)) return;
    this.learnChannel(guildId, { id: channelId, type: -1 });
  }

  /** Takes in a channel or thread that Discord says is this guild's; one that is another's by now stays there. */
  learnChannel(guildId: GuildId, channel: Wire): void {
    this.#with(guildId, (guild) => {
      const owner = this.#channelGuild.get(channel.id);
      if (owner !== undefined && owner !== guildId) return;
      guild.channels.set(channel.id, channelOf(channel));
      this.#channelGuild.set(channel.id, guildId);
    });
  }

  learnRole(guildId: GuildId, role: Wire): void {
    this.#with(guildId, (guild) => guild.roles.set(role.id, roleOf(role)));
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

  #with(guildId: GuildId, change: (guild: KeptGuild) => void): void {
    const guild = this.#guilds.get(guildId);
    if (guild) change(guild);
  }
}

interface Member {
  roles: string[];
  communication_disabled_until?: string | null;
}

function setBot(guild: KeptGuild, member: Member | undefined): void {
  guild.botRoles = member?.roles;
  guild.botTimedOutUntil = timedOutUntil(member);
}

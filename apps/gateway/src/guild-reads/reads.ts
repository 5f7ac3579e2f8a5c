/** @module Answers what scripts read of their guild, from the store where it can. */
import type { DiscordResponse } from "@flora/discord";
import { type GuildReadInput, GuildReadRequest, type GuildReads } from "@flora/discord/guild-reads/contract";
import {
  compareRoles,
  highestRole,
  memberPermissions,
  type RankedGuild,
  type RankedMember,
} from "@flora/discord/guild-reads/member-permissions";
import type { Payload } from "../discord/normalize.ts";
import { Members, type MembersOptions } from "./members.ts";
import type { GuildStore, StoredGuild } from "./store.ts";

type Refusal = Extract<DiscordResponse, { ok: false }>;
type Read<K extends GuildReadRequest["read"]> = Extract<GuildReadRequest, { read: K }>;
type Ranked = { ok: true; member: RankedMember } | Refusal;

export interface ReadsOptions extends MembersOptions {
  /** Kept current by the guild cache. */
  store: GuildStore;
}

export class GatewayReads implements GuildReads {
  readonly #store: GuildStore;
  readonly #members: Members;

  constructor({ store, ...options }: ReadsOptions) {
    this.#store = store;
    this.#members = new Members(options);
  }

  /** Takes in a dispatch, before a script hears of it. */
  apply(payload: Payload): void {
    this.#members.apply(payload);
  }

  async read(input: GuildReadInput): Promise<DiscordResponse> {
    const parsed = GuildReadRequest.safeParse(input);
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0]!;
      return { ok: false, kind: "invalid", message, path: path.join(".") };
    }
    const guild = this.#store.get(parsed.data.guildId);
    if (!guild) {
      return { ok: false, kind: "network", message: "the guild is not available" };
    }
    return await this.#answer(parsed.data, guild);
  }

  #answer(request: GuildReadRequest, guild: StoredGuild): DiscordResponse | Promise<DiscordResponse> {
    switch (request.read) {
      case "info":
        return body(guild.info);
      case "channels":
        return body(channelsOf(guild));
      case "channel":
        return body(guild.channels.get(request.channelId) ?? null);
      case "roles":
        return body([...guild.roles.values()].sort(compareRoles));
      case "emojis":
        return body(guild.emojis);
      case "member":
        return this.#member(request);
      case "members":
        return this.#list(request, guild);
      case "permissions":
        return this.#permissions(request, guild);
      case "highestRole":
        return this.#highestRole(request, guild);
    }
  }

  async #member({ guildId, userId }: Read<"member">): Promise<DiscordResponse> {
    const found = await this.#members.get(guildId, userId);
    return found.ok ? body(found.body) : found;
  }

  async #list({ guildId, roleId }: Read<"members">, guild: StoredGuild): Promise<DiscordResponse> {
    if (roleId !== undefined && !guild.roles.has(roleId)) return foreign("role");
    const found = await this.#members.list(guildId);
    if (!found.ok) return found;
    const everybody = roleId === undefined || roleId === guildId;
    return body(everybody ? found.body : found.body.filter(({ roles }) => roles.includes(roleId)));
  }

  async #permissions(request: Read<"permissions">, guild: StoredGuild): Promise<DiscordResponse> {
    const channel = request.channelId === undefined ? undefined : guild.channels.get(request.channelId);
    if (request.channelId !== undefined && !channel) return foreign("channel");
    const found = await this.#ranked(request);
    if (!found.ok) return found;
    // A thread has the permissions of its channel.
    const holder = channel?.thread ? guild.channels.get(channel.parentId ?? "") : channel;
    if (channel && !holder) return foreign("channel");
    return body(String(memberPermissions(ranked(guild), found.member, holder?.permissionOverwrites)));
  }

  async #highestRole(request: Read<"highestRole">, guild: StoredGuild): Promise<DiscordResponse> {
    const found = await this.#ranked(request);
    return found.ok ? body(highestRole({ ...ranked(guild), roles: guild.roles }, found.member)) : found;
  }

  /** The member's roles, as the script has them at hand or as they are known here. */
  async #ranked({ guildId, userId, roles }: Read<"permissions" | "highestRole">): Promise<Ranked> {
    if (roles) return { ok: true, member: { id: userId, roles } };
    const found = await this.#members.get(guildId, userId);
    if (!found.ok) return found;
    return found.body ? { ok: true, member: found.body } : foreign("member");
  }
}

/** Without threads, in the order in which Discord shows them within a category. */
function channelsOf({ channels }: StoredGuild) {
  return [...channels.values()].filter(({ thread }) => thread === null)
    .sort((left, right) => left.position - right.position || (BigInt(left.id) < BigInt(right.id) ? -1 : 1));
}

function ranked({ info, roles }: StoredGuild): RankedGuild {
  return { id: info.id, ownerId: info.ownerId, roles };
}

function body(value: unknown): DiscordResponse {
  return { ok: true, status: 200, body: value };
}

/** Says the same of what another guild has and of what nobody has. */
function foreign(what: string): Refusal {
  return { ok: false, kind: "scope", message: `no such ${what} in this guild` };
}

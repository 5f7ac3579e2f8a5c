/** @module Members as scripts read them: from the events that carry them, or from Discord, kept for a short while. */
import { RESTJSONErrorCodes } from "discord-api-types/v10";
import type { DiscordRequestInput, DiscordResponse } from "@flora/discord";
import type { GuildMember } from "@flora/discord/guild-reads/entities";
import type { GuildId } from "@flora/model";
import type { Payload } from "../discord/normalize.ts";
import { memberOf, type Wire } from "./from-wire.ts";

/** Without the intent for members nothing tells that one has changed. */
const KEPT_MS = 60_000;
const KEPT_MEMBERS = 20_000;
const KEPT_LISTS = 16;
/** Members on one page of Discord's list, and the most that one read lists. */
const PAGE = 1_000;
const LISTED = 10_000;

type Refusal = Extract<DiscordResponse, { ok: false }>;
/** What was found, or why nothing is known. */
export type Found<T> = { ok: true; body: T } | Refusal;

export interface MembersOptions {
  request(request: DiscordRequestInput): Promise<DiscordResponse>;
  /** Unix milliseconds. */
  now(): number;
}

interface Kept<T> {
  value: Promise<Found<T>>;
  until: number;
}

export class Members {
  readonly #members = new Map<string, Kept<GuildMember | null>>();
  readonly #lists = new Map<GuildId, Kept<GuildMember[]>>();

  constructor(private readonly options: MembersOptions) {}

  /** Learns from a dispatch. */
  apply({ t, d }: Payload): void {
    switch (t) {
      case "GUILD_CREATE":
        for (const member of (d.members ?? []) as Wire[]) {
          if (member.user) this.#learn(d.id, memberOf(member));
        }
        return;
      case "GUILD_MEMBER_ADD":
      case "GUILD_MEMBER_UPDATE":
        this.#lists.delete(d.guild_id);
        return this.#learn(d.guild_id, memberOf(d));
      case "GUILD_MEMBER_REMOVE":
        this.#lists.delete(d.guild_id);
        this.#members.delete(`${d.guild_id}/${d.user.id}`);
        return;
      case "MESSAGE_CREATE":
        if (d.guild_id && d.member && !d.webhook_id) this.#learn(d.guild_id, memberOf(d.member, d.author));
        return;
      case "INTERACTION_CREATE":
      case "VOICE_STATE_UPDATE":
      case "MESSAGE_REACTION_ADD":
        if (d.guild_id && d.member?.user) this.#learn(d.guild_id, memberOf(d.member));
    }
  }

  /** Null for whoever is not in the guild. */
  get(guildId: GuildId, userId: string): Promise<Found<GuildMember | null>> {
    return kept(
      this.#members,
      `${guildId}/${userId}`,
      KEPT_MEMBERS,
      this.options.now(),
      () => this.#fetch(guildId, userId),
    );
  }

  /** All of them; refuses for a guild that has more than may be listed. */
  list(guildId: GuildId): Promise<Found<GuildMember[]>> {
    return kept(this.#lists, guildId, KEPT_LISTS, this.options.now(), () => this.#fetchList(guildId));
  }

  #learn(guildId: string, member: GuildMember): void {
    const value = Promise.resolve({ ok: true as const, body: member });
    keep(this.#members, `${guildId}/${member.id}`, KEPT_MEMBERS, {
      value,
      until: this.options.now() + KEPT_MS,
    });
  }

  async #fetch(guildId: GuildId, userId: string): Promise<Found<GuildMember | null>> {
    const response = await this.options.request({ guildId, route: "members.get", params: { userId } });
    if (response.ok) return { ok: true, body: memberOf(response.body as Wire) };
    const { discordCode } = response;
    return discordCode === RESTJSONErrorCodes.UnknownMember || discordCode === RESTJSONErrorCodes.UnknownUser
      ? { ok: true, body: null }
      : response;
  }

  async #fetchList(guildId: GuildId): Promise<Found<GuildMember[]>> {
    const members: GuildMember[] = [];
    while (members.length <= LISTED) {
      const query = { limit: PAGE, after: members.at(-1)?.id ?? "0" };
      const response = await this.options.request({ guildId, route: "members.list", query });
      if (!response.ok) return explained(response);
      const found = (response.body as Wire[]).map((member) => memberOf(member));
      members.push(...found);
      if (found.length < PAGE && members.length <= LISTED) return { ok: true, body: members };
    }
    const message = `the guild has more than ${LISTED} members, read them page by page with rest`;
    return { ok: false, kind: "invalid", message, path: "" };
  }
}

/** Discord says only that access is missing. */
function explained(refusal: Refusal): Refusal {
  if (refusal.status !== 403) return refusal;
  return { ...refusal, message: `${refusal.message} (the bot lacks the intent for members)` };
}

/** What is kept and fresh, or what `fetch` finds, for all who ask meanwhile; refusals are not kept. */
function kept<K, T>(
  map: Map<K, Kept<T>>,
  key: K,
  most: number,
  now: number,
  fetch: () => Promise<Found<T>>,
): Promise<Found<T>> {
  const known = map.get(key);
  if (known && known.until > now) return known.value;
  const entry = { value: fetch(), until: now + KEPT_MS };
  keep(map, key, most, entry);
  const forget = () => map.get(key) === entry && map.delete(key);
  entry.value.then(({ ok }) => ok || forget(), forget);
  return entry.value;
}

/** Adds an entry as the newest; where the map is full the oldest one goes. */
function keep<K, V>(map: Map<K, V>, key: K, most: number, value: V): void {
  map.delete(key);
  if (map.size >= most) map.delete(map.keys().next().value!);
  map.set(key, value);
}

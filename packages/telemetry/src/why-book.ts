/**
 * @module What became of the events of every guild, in bounded memory: counts for all of them, particulars of the last
 * few. Kept by the process that saw it, and gone with it.
 */
import { type GuildId, quietReasons, type WhyCount, type WhyReason, type WhyRecord } from "@flora/model";
import { clock } from "@flora/model/clock";
import { Ring } from "./ring.ts";

export interface WhyBookOptions {
  /** Records of one guild: this many of events that went well or nobody wanted, and this many of all others. */
  perGuild: number;
  /** Records of all guilds together; where they are more, the guild that nothing happened in for longest goes. */
  records: number;
  /** Unix milliseconds. */
  now(): number;
}

export const defaultWhyBook: WhyBookOptions = { perGuild: 100, records: 200_000, now: clock.now };

export interface WhyFilter {
  messageId?: string | undefined;
  command?: string | undefined;
  /** Unix milliseconds; what came in before is left out. */
  since?: number | undefined;
}

export interface WhyFound {
  /** Unix milliseconds since which events are counted. */
  countedSince: number;
  counts: WhyCount[];
  /** Newest first. */
  records: WhyRecord[];
}

interface Guild {
  since: number;
  touchedAt: number;
  counts: Map<string, Map<WhyReason, WhyCount>>;
  /** Events that went well or nobody wanted, apart because they are many and would push out all others. */
  quiet: Ring<WhyRecord>;
  loud: Ring<WhyRecord>;
}

/** A guild costs about as much memory as this many records. */
const GUILD_WEIGHT = 8;
/** A guild's place in the order of use is good enough when it is this old. Milliseconds. */
const TOUCH_EVERY_MS = 1_000;
const LONGEST_DETAIL = 300;

export class WhyBook {
  /** The guild that nothing happened in for longest comes first. */
  readonly #guilds = new Map<GuildId, Guild>();
  readonly #options: WhyBookOptions;
  #weight = 0;

  constructor(options: Partial<WhyBookOptions> = {}) {
    this.#options = { ...defaultWhyBook, ...options };
  }

  /** About how many records it holds. */
  get weight(): number {
    return this.#weight;
  }

  /** Counts an event that nobody will ask for by itself. */
  count(guildId: GuildId, event: string, reason: WhyReason): void {
    this.#count(this.#guild(guildId), event, reason, this.#options.now());
  }

  /** Counts an event and keeps its record among the last ones. */
  note(guildId: GuildId, record: WhyRecord): void {
    const guild = this.#guild(guildId);
    this.#count(guild, record.event, record.reason, record.at);
    const { detail } = record;
    if (detail !== undefined && detail.length > LONGEST_DETAIL) {
      record.detail = `${detail.slice(0, LONGEST_DETAIL - 1).toWellFormed()}…`;
    }
    const ring = quietReasons.has(record.reason) ? guild.quiet : guild.loud;
    if (ring.push(record)) this.#weight++;
    this.#shrink(guildId);
  }

  read(guildId: GuildId, { messageId, command, since = 0 }: WhyFilter): WhyFound {
    const guild = this.#guilds.get(guildId);
    if (!guild) return { countedSince: this.#options.now(), counts: [], records: [] };
    const records = [...guild.quiet.list(), ...guild.loud.list()].filter((record) =>
      record.at >= since && (messageId === undefined || record.messageId === messageId) &&
      (command === undefined || record.command === command)
    );
    return {
      countedSince: guild.since,
      counts: [...guild.counts.values()].flatMap((byReason) => [...byReason.values()])
        .filter(({ lastAt }) => lastAt >= since)
        .sort((left, right) => right.count - left.count),
      records: records.sort((left, right) => right.at - left.at),
    };
  }

  /** For a guild that was left. */
  forget(guildId: GuildId): void {
    const guild = this.#guilds.get(guildId);
    if (!guild) return;
    this.#guilds.delete(guildId);
    this.#weight -= weightOf(guild);
  }

  #guild(guildId: GuildId): Guild {
    const now = this.#options.now();
    let guild = this.#guilds.get(guildId);
    if (!guild) {
      const { perGuild } = this.#options;
      guild = {
        since: now,
        touchedAt: now,
        counts: new Map(),
        quiet: new Ring(perGuild),
        loud: new Ring(perGuild),
      };
      this.#weight += GUILD_WEIGHT;
    } else if (now - guild.touchedAt < TOUCH_EVERY_MS) return guild;
    else {
      guild.touchedAt = now;
      this.#guilds.delete(guildId);
    }
    this.#guilds.set(guildId, guild);
    this.#shrink(guildId);
    return guild;
  }

  #count({ counts }: Guild, event: string, reason: WhyReason, at: number): void {
    let byReason = counts.get(event);
    if (!byReason) counts.set(event, byReason = new Map());
    const count = byReason.get(reason);
    if (!count) byReason.set(reason, { reason, event, count: 1, lastAt: at });
    else {
      count.count++;
      count.lastAt = at;
    }
  }

  /** Lets go of guilds until the memory is kept to, save the one that something happened in just now. */
  #shrink(now: GuildId): void {
    if (this.#weight <= this.#options.records) return;
    for (const guildId of this.#guilds.keys()) {
      if (guildId !== now) this.forget(guildId);
      if (this.#weight <= this.#options.records) return;
    }
  }
}

function weightOf({ quiet, loud }: Guild): number {
  return GUILD_WEIGHT + quiet.size + loud.size;
}

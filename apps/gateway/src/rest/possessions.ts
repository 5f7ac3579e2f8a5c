/**
 * @module What belongs to which guild besides channels and roles: webhooks (with their tokens), invites, emojis, stickers,
 * events. What is not known is looked up in the guild's own list and nowhere else, so that a foreign id and one of
 * nothing cost and say the same.
 */
import type { Claim, DiscordResponse, OwnedKind, Refusal } from "@flora/discord";
import type { GuildId } from "@flora/model";

export type ListedKind = Exclude<OwnedKind, "channel" | "role">;

/** Asks Discord for a list on behalf of a guild. */
export type ReadList = (guildId: GuildId, path: string) => Promise<DiscordResponse>;

interface Thing {
  token?: string;
}

interface Known {
  things: Map<string, Thing>;
  /** When the whole list was last asked for; 0 for never, and where it has changed since. */
  listedAt: number;
  /** How often Discord has told of a change. */
  changes: number;
  /** Why it could not be read. */
  refusal?: Refusal;
  reading?: Promise<void>;
}

const lists: Record<ListedKind, { path: string; key: string }> = {
  webhook: { path: "webhooks", key: "id" },
  invite: { path: "invites", key: "code" },
  emoji: { path: "emojis", key: "id" },
  sticker: { path: "stickers", key: "id" },
  event: { path: "scheduled-events", key: "id" },
};

/** Dispatches that tell of a change in a list. */
const changesIn: Record<string, ListedKind> = {
  WEBHOOKS_UPDATE: "webhook",
  INVITE_CREATE: "invite",
  INVITE_DELETE: "invite",
  GUILD_EMOJIS_UPDATE: "emoji",
  GUILD_STICKERS_UPDATE: "sticker",
  GUILD_SCHEDULED_EVENT_CREATE: "event",
  GUILD_SCHEDULED_EVENT_DELETE: "event",
};

export const isListed = (kind: OwnedKind): kind is ListedKind => Object.hasOwn(lists, kind);

/** What a list does not hold is not asked for again so soon, in milliseconds. */
const LIST_FRESH_MS = 5_000;
/** Lists kept over all guilds; the ones not used for longest go first. */
const LISTS_KEPT = 2_000;

export class Possessions {
  readonly #known = new Map<string, Known>();

  constructor(private readonly readList: ReadList, private readonly now: () => number = Date.now) {}

  /** Whether the guild has it; Discord's refusal where its list cannot be read. */
  async owns(guildId: GuildId, { kind, id }: Claim): Promise<boolean | Refusal> {
    if (!isListed(kind)) return false;
    const known = this.#of(guildId, kind);
    if (known.things.has(id)) return true;
    const fresh = known.listedAt > 0 && known.listedAt + LIST_FRESH_MS > this.now();
    if (!fresh) await (known.reading ??= this.#read(guildId, kind, known));
    return known.refusal ?? known.things.has(id);
  }

  /** Hears of a dispatch: a list that it changes is read anew when something is next looked for in it. */
  apply({ t, d }: { t: string; d: { guild_id?: string } }): void {
    const kind = changesIn[t];
    if (kind === undefined || d.guild_id === undefined) return;
    const known = this.#known.get(`${d.guild_id}/${kind}`);
    if (!known) return;
    known.changes++;
    known.listedAt = 0;
  }

  /** Takes in one thing that Discord showed to the guild. */
  learn(guildId: GuildId, kind: ListedKind, thing: Record<string, unknown>): void {
    const id = thing[lists[kind].key];
    if (typeof id !== "string") return;
    const { token } = thing;
    const things = this.#of(guildId, kind).things;
    things.set(id, typeof token === "string" ? { token } : things.get(id) ?? {});
  }

  /** The secret of a webhook; undefined for one whose token Discord does not show to this bot. */
  webhookToken(guildId: GuildId, id: string): string | undefined {
    return this.#of(guildId, "webhook").things.get(id)?.token;
  }

  /** For a guild that was left. */
  forget(guildId: GuildId): void {
    for (const kind of Object.keys(lists)) this.#known.delete(`${guildId}/${kind}`);
  }

  async #read(guildId: GuildId, kind: ListedKind, known: Known): Promise<void> {
    const before = known.changes;
    try {
      const answer = await this.readList(guildId, `/guilds/${guildId}/${lists[kind].path}`);
      if (known.changes === before) known.listedAt = this.now();
      delete known.refusal;
      if (!answer.ok) {
        known.refusal = answer;
        return;
      }
      known.things.clear();
      for (const thing of answer.body as Record<string, unknown>[]) this.learn(guildId, kind, thing);
    } finally {
      delete known.reading;
    }
  }

  #of(guildId: GuildId, kind: ListedKind): Known {
    const key = `${guildId}/${kind}`;
    const known = this.#known.get(key) ?? { things: new Map(), listedAt: 0, changes: 0 };
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > LISTS_KEPT) this.#known.delete(this.#known.keys().next().value!);
    return known;
  }
}

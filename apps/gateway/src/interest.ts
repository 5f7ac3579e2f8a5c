/** @module Which guilds want which events, from their manifests: what nobody wants is dropped before any IPC. */
import type { GuildId, Manifest, WhyReason } from "@flora/model";
import { publicEventOf } from "./discord/normalize.ts";
import type { Payload } from "./discord/normalize.ts";

interface GuildInterest {
  events: Set<string>;
  prefix?: string;
  /** Words that call a command behind the prefix. */
  words: Set<string>;
  /** Application commands by type and name. */
  commands: Set<string>;
}

const DEFAULT_PREFIX = "!";
const CHAT_INPUT = 1;

export class Interest {
  readonly #guilds = new Map<GuildId, GuildInterest>();

  set(guildId: GuildId, manifest: Manifest): void {
    this.#guilds.set(guildId, {
      events: new Set(manifest.events),
      ...(manifest.prefixCommands.length > 0 ? { prefix: manifest.prefix ?? DEFAULT_PREFIX } : {}),
      words: new Set(manifest.prefixCommands),
      commands: new Set(manifest.commands.map(({ type, name }) => `${type ?? CHAT_INPUT}:${name}`)),
    });
  }

  delete(guildId: GuildId): void {
    this.#guilds.delete(guildId);
  }

  /** Whether the guild registered a handler for a public event name. */
  has(guildId: GuildId, event: string): boolean {
    return this.#guilds.get(guildId)?.events.has(event) ?? false;
  }

  /**
   * Why the guild's script would do nothing with it; undefined where it wants it. Looks at the raw payload, before any
   * work is put into it.
   */
  refusal(guildId: GuildId, payload: Payload): WhyReason | undefined {
    const interest = this.#guilds.get(guildId);
    if (!interest) return "no-script";
    const event = publicEventOf(payload);
    if (event === undefined) return "withheld";
    if (interest.events.has(event)) return undefined;
    if (payload.t === "INTERACTION_CREATE") {
      if (interest.events.has("interactionCreate")) return undefined;
      if (event !== "interactionCreate" || interest.commands.size === 0) return "no-handler";
      const { type, name } = payload.d.data ?? {};
      return interest.commands.has(`${type ?? CHAT_INPUT}:${name}`) ? undefined : "unknown-command";
    }
    if (payload.t !== "MESSAGE_CREATE" || interest.prefix === undefined) return "no-handler";
    const word = commandWord(payload.d, interest.prefix);
    if (word === undefined) return "no-handler";
    if (payload.d.author?.bot === true) return "from-a-bot";
    return interest.words.has(word) ? undefined : "unknown-command";
  }

  /** The word behind the guild's prefix in a message that has both. */
  wordOf(guildId: GuildId, message: { content?: string }): string | undefined {
    const prefix = this.#guilds.get(guildId)?.prefix;
    return prefix === undefined ? undefined : commandWord(message, prefix);
  }
}

/** As scripts read it: the first word behind the prefix, white space before it or not. */
function commandWord({ content }: { content?: string }, prefix: string): string | undefined {
  if (!content?.startsWith(prefix)) return undefined;
  return /^\s*(\S+)/.exec(content.slice(prefix.length))?.[1];
}

/** @module Which guilds want which events, from their manifests: what nobody wants is dropped before any IPC. */
import type { GuildId, Manifest } from "@flora/model";
import { publicEventOf } from "./discord/normalize.ts";
import type { Payload } from "./discord/normalize.ts";

interface GuildInterest {
  events: Set<string>;
  prefix?: string;
  commands: boolean;
}

const DEFAULT_PREFIX = "!";

export class Interest {
  readonly #guilds = new Map<GuildId, GuildInterest>();

  set(guildId: GuildId, manifest: Manifest): void {
    this.#guilds.set(guildId, {
      events: new Set(manifest.events),
      ...(manifest.prefixCommands.length > 0 ? { prefix: manifest.prefix ?? DEFAULT_PREFIX } : {}),
      commands: manifest.commands.length > 0,
    });
  }

  delete(guildId: GuildId): void {
    this.#guilds.delete(guildId);
  }

  /** Whether the guild registered a handler for a public event name. */
  has(guildId: GuildId, event: string): boolean {
    return this.#guilds.get(guildId)?.events.has(event) ?? false;
  }

  /** Whether the guild's script would do anything with it; looks at the raw payload, before any work is put into it. */
  wants(guildId: GuildId, payload: Payload): boolean {
    const interest = this.#guilds.get(guildId);
    if (!interest) return false;
    const event = publicEventOf(payload);
    if (event === undefined) return false;
    if (interest.events.has(event)) return true;
    if (payload.t === "INTERACTION_CREATE") {
      return interest.events.has("interactionCreate") ||
        (interest.commands && event === "interactionCreate");
    }
    return payload.t === "MESSAGE_CREATE" && interest.prefix !== undefined &&
      isCommand(payload.d, interest.prefix);
  }
}

/** A message that may call a prefix command; those of bots never do. */
function isCommand(d: { content?: string; author?: { bot?: boolean } }, prefix: string): boolean {
  return d.author?.bot !== true && (d.content ?? "").startsWith(prefix);
}

import type { GuildId } from "@flora/model";
import { clock } from "@flora/model/clock";

/** Discord's tokens work this long. */
const TOKEN_LIFE_MS = 15 * 60_000;

export interface KnownInteraction {
  id: string;
  guildId: GuildId;
  token: string;
  /** Discord's interaction type. */
  type: number;
  receivedAt: number;
  /** The callback type it was answered with. */
  answered?: number;
}

/** The interactions of the last quarter of an hour: whose they are, and whether anybody has answered. */
export class Interactions {
  readonly #byId = new Map<string, KnownInteraction>();
  readonly #byToken = new Map<string, KnownInteraction>();

  constructor(private readonly now: () => number = clock.now) {}

  add(interaction: KnownInteraction): void {
    this.#sweep();
    this.#byId.set(interaction.id, interaction);
    this.#byToken.set(interaction.token, interaction);
  }

  get(id: string): KnownInteraction | undefined {
    return this.#byId.get(id);
  }

  /** False for a token of another guild. Tokens from before a restart are not known, so they pass. */
  mayUse(guildId: GuildId, token: string): boolean {
    const known = this.#byToken.get(token);
    return known === undefined || known.guildId === guildId;
  }

  answered(id: string, type: number): void {
    const known = this.#byId.get(id);
    if (known) known.answered = type;
  }

  /** Maps keep the order of arrival: the old ones come first. */
  #sweep(): void {
    for (const interaction of this.#byId.values()) {
      if (interaction.receivedAt > this.now() - TOKEN_LIFE_MS) return;
      this.#byId.delete(interaction.id);
      this.#byToken.delete(interaction.token);
    }
  }
}

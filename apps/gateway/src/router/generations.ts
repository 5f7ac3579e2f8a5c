import type { Generation, GuildId } from "@flora/model";

/** Counters that only grow, over restarts too: they start at the time. Workers refuse frames of an older one. */
export class Generations {
  readonly #current = new Map<GuildId, Generation>();
  readonly #issued = new Map<GuildId, Generation>();

  constructor(private readonly now: () => number = Date.now) {}

  /** What frames of the guild carry now. */
  current(guildId: GuildId): Generation {
    return this.#current.get(guildId) ?? this.use(guildId, this.issue(guildId));
  }

  /** A generation above all before; it counts once it is used. */
  issue(guildId: GuildId): Generation {
    const generation = Math.max((this.#issued.get(guildId) ?? 0) + 1, this.now());
    this.#issued.set(guildId, generation);
    return generation;
  }

  /** Later ones are above `generation`, which somebody else has issued. */
  pass(guildId: GuildId, generation: Generation): void {
    this.#issued.set(guildId, Math.max(this.#issued.get(guildId) ?? 0, generation));
  }

  use(guildId: GuildId, generation: Generation): Generation {
    this.#current.set(guildId, generation);
    return generation;
  }
}

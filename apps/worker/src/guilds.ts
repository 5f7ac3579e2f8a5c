import { ControlError, type DispatchEvent, type Generation, type GuildId } from "@flora/model";
import type { TerminationReason } from "@flora/model";
import type { TurnOutcome } from "./dispatch.ts";
import { Guild } from "./guild.ts";
import type { Services } from "./services.ts";
import { GuildSlot } from "./slot.ts";
import type { SlotStats } from "./stats.ts";

const STOPPING = "the worker is stopping";

/** Every guild this worker runs or has put to sleep. */
export class Guilds {
  #slots = new Map<GuildId, GuildSlot>();
  readonly #ending = new Map<GuildId, Promise<void>>();
  #stopping = false;

  constructor(private readonly services: Services) {}

  [Symbol.iterator](): IterableIterator<GuildSlot> {
    return this.#slots.values();
  }

  /** The guild's slot, made at first need. */
  open(guildId: GuildId): GuildSlot {
    if (this.#stopping) throw new ControlError("UNAVAILABLE", `Cannot take guild ${guildId}: ${STOPPING}`);
    let slot = this.#slots.get(guildId);
    if (!slot) this.#slots.set(guildId, slot = new GuildSlot(new Guild(guildId, this.services)));
    return slot;
  }

  find(guildId: GuildId): GuildSlot | undefined {
    return this.#slots.get(guildId);
  }

  dispatch(event: DispatchEvent, generation: Generation, lease: Generation): Promise<TurnOutcome> {
    // Never answered: once the link has closed, the gateway delivers it elsewhere.
    if (this.#stopping) return new Promise(() => {});
    return this.open(event.guildId).dispatch(event, generation, lease);
  }

  /** Nothing of the guild stays here. */
  async stop(guildId: GuildId, reason: TerminationReason): Promise<void> {
    const slot = this.#slots.get(guildId);
    if (!slot) return;
    const ending = slot.stop(reason).finally(() => {
      if (this.#slots.get(guildId) === slot) this.#slots.delete(guildId);
      if (this.#ending.get(guildId) === ending) this.#ending.delete(guildId);
    });
    this.#ending.set(guildId, ending);
    await ending;
  }

  /** Resolves when nothing of the guild's last stay here is left. */
  async ended(guildId: GuildId): Promise<void> {
    await this.#ending.get(guildId)?.catch(() => {});
  }

  /** Boots a guest for a guild that is about to come. */
  async prepare(): Promise<void> {
    if (!this.#stopping) await this.services.isolates.prepare();
  }

  /** Takes nothing any more and stops every guild. */
  async stopAll(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#slots.keys()].map((guildId) => this.stop(guildId, "shutdown")));
  }

  stats(): SlotStats[] {
    return [...this.#slots.values()].map((slot) => slot.stats());
  }
}

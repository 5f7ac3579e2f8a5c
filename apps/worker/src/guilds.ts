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
  /** Guilds that are being stopped; one that comes back waits until that has ended. */
  #ending = new Map<GuildId, Promise<void>>();
  #stopping = false;

  constructor(private readonly services: Services) {}

  [Symbol.iterator](): IterableIterator<GuildSlot> {
    return this.#slots.values();
  }

  /** The guild's slot, made at first need. */
  async open(guildId: GuildId): Promise<GuildSlot> {
    // Where nothing ends the slot is taken at once: whoever asks for its end next must not get a second one made.
    for (let ending; (ending = this.#ending.get(guildId));) await ending;
    if (this.#stopping) throw new ControlError("UNAVAILABLE", `Cannot take guild ${guildId}: ${STOPPING}`);
    let slot = this.#slots.get(guildId);
    if (!slot) this.#slots.set(guildId, slot = new GuildSlot(new Guild(guildId, this.services)));
    return slot;
  }

  find(guildId: GuildId): GuildSlot | undefined {
    return this.#slots.get(guildId);
  }

  async dispatch(event: DispatchEvent, generation: Generation, lease: Generation): Promise<TurnOutcome> {
    const outcome = this.#stopping
      ? undefined
      : await (await this.open(event.guildId)).dispatch(event, generation, lease);
    if (outcome && !(this.#stopping && outcome.status === "lost")) return outcome;
    // Never answered: once the link has closed, the gateway delivers it elsewhere.
    return await new Promise(() => {});
  }

  /** Ends the guild here and forgets it; resolves when nothing of it is left. */
  async stop(guildId: GuildId, reason: TerminationReason): Promise<void> {
    const slot = this.#slots.get(guildId);
    if (!slot) return await this.#ending.get(guildId);
    this.#slots.delete(guildId);
    const ending = slot.stop(reason).finally(() => this.#ending.delete(guildId));
    this.#ending.set(guildId, ending.catch(() => {}));
    await ending;
  }

  /** Takes nothing any more and stops every guild. */
  async stopAll(): Promise<void> {
    this.#stopping = true;
    const all = [...this.#slots.keys()].map((guildId) => this.stop(guildId, "shutdown"));
    await Promise.all([...all, ...this.#ending.values()]);
  }

  /** Of every guild, or of one where it is here. */
  stats(guildId?: GuildId): SlotStats[] {
    const one = guildId === undefined ? undefined : this.#slots.get(guildId);
    const slots = guildId === undefined ? [...this.#slots.values()] : one ? [one] : [];
    return slots.map((slot) => slot.stats());
  }
}

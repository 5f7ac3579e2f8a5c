/**
 * @module Event to worker. A guild stays with its worker until that one dies, or until the ring gives the guild to
 * another and nothing of it is running. Order within a guild is kept; what a dead worker did not answer goes to the
 * next one, marked as redelivered.
 */
import { ControlError, type DispatchEvent, type GuildId } from "@flora/model";
import { LinkClosedError } from "@flora/protocol";
import type { Logger } from "@flora/telemetry";
import type { GatewayMetrics } from "../metrics.ts";
import type { Pool } from "../pool/pool.ts";
import type { Outcome, WorkerLink } from "../pool/worker-link.ts";
import type { Generations } from "./generations.ts";
import { type Delivery, RouteSlot } from "./slot.ts";

export interface RouterOptions {
  /** Time after which Discord has given an interaction up. */
  interactionMs: number;
  /** Interactions wait this long for a worker. */
  interactionWaitMs: number;
  /** Everything else waits this long. */
  eventWaitMs: number;
  /** Events of one guild that may wait. */
  waiting: number;
  /** How often one event is given to workers: one that kills its worker must not kill them all. */
  deliveries: number;
  /** A worker must let go of a guild within this time. */
  stopTimeoutMs: number;
  /** After a failed move the guild stays where it is for this long. */
  moveAgainMs: number;
}

export const defaultRouterOptions: RouterOptions = {
  interactionMs: 3_000,
  interactionWaitMs: 2_000,
  eventWaitMs: 10_000,
  waiting: 1_000,
  deliveries: 2,
  stopTimeoutMs: 5_000,
  moveAgainMs: 60_000,
};

export interface RouterParts {
  pool: Pool;
  generations: Generations;
  metrics: GatewayMetrics;
  log: Logger;
}

export class Router {
  readonly #slots = new Map<GuildId, RouteSlot>();
  readonly #options: RouterOptions;
  readonly #ownerWaits = new Set<() => void>();

  constructor(private readonly parts: RouterParts, options: Partial<RouterOptions> = {}) {
    this.#options = { ...defaultRouterOptions, ...options };
    parts.pool.listen({ onJoin: () => this.#flushAll(), onLeave: (link) => this.#workerGone(link) });
  }

  /** Hands an event to its guild's worker; answers how it ended, never rejects. */
  deliver(event: DispatchEvent): Promise<Outcome> {
    const slot = this.#slot(event.guildId);
    return new Promise((resolve) => {
      const delivery: Delivery = {
        event,
        sent: 0,
        settle: (outcome) => {
          clearTimeout(delivery.timer);
          this.parts.metrics.dispatched.inc({ status: outcome.status });
          resolve(outcome);
        },
      };
      if (slot.waiting.length >= this.#options.waiting) {
        return delivery.settle({
          status: "dropped",
          reason: `${slot.waiting.length} events of this guild wait already`,
        });
      }
      slot.waiting.push(delivery);
      this.#flush(event.guildId, slot);
      if (delivery.sent === 0) this.#expireLater(slot, delivery);
    });
  }

  /** The guild's worker, placed now if it had none; rejects with ControlError UNAVAILABLE after `waitMs`. */
  async owner(guildId: GuildId, waitMs = this.#options.interactionWaitMs): Promise<WorkerLink> {
    const slot = this.#slot(guildId);
    const deadline = Date.now() + waitMs;
    for (;;) {
      slot.owner ??= this.#place(guildId);
      if (slot.owner) return slot.owner;
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) throw new ControlError("UNAVAILABLE", "Cannot reach a worker: none is running");
      await this.#workerOr(leftMs);
    }
  }

  /** The guild's worker where it has one. */
  currentOwner(guildId: GuildId): WorkerLink | undefined {
    return this.#slots.get(guildId)?.owner;
  }

  /** Keeps the guild on its worker until the answer is called. */
  pin(guildId: GuildId): () => void {
    const slot = this.#slot(guildId);
    slot.pins++;
    return once(() => slot.pins--);
  }

  /** Keeps the guild's events back until the answer is called; they go out in order then. */
  hold(guildId: GuildId): () => void {
    const slot = this.#slot(guildId);
    slot.holds++;
    return once(() => {
      slot.holds--;
      this.#flush(guildId, slot);
    });
  }

  /** Ends the guild's isolate and forgets where it was. */
  async stop(guildId: GuildId, reason: "undeployed" | "guild-left" | "evacuated"): Promise<void> {
    const slot = this.#slots.get(guildId);
    const owner = slot?.owner;
    if (!slot || !owner) return;
    const release = this.hold(guildId);
    try {
      await owner.call("stop", { guildId, reason }, this.#options.stopTimeoutMs);
      if (slot.owner === owner) slot.owner = undefined;
    } finally {
      release();
      if (slot.idle && !slot.owner) this.#slots.delete(guildId);
    }
  }

  /** Guilds per worker. */
  placed(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { owner } of this.#slots.values()) {
      if (owner) counts.set(owner.name, (counts.get(owner.name) ?? 0) + 1);
    }
    return counts;
  }

  /** What waits is dropped. */
  close(): void {
    for (const slot of this.#slots.values()) {
      for (const delivery of slot.waiting.splice(0)) {
        delivery.settle({ status: "dropped", reason: "the gateway stops" });
      }
    }
  }

  #slot(guildId: GuildId): RouteSlot {
    let slot = this.#slots.get(guildId);
    if (!slot) this.#slots.set(guildId, slot = new RouteSlot());
    return slot;
  }

  /** A guild on a new worker has a new generation: what the old one still sends is stale. */
  #place(guildId: GuildId): WorkerLink | undefined {
    const link = this.parts.pool.owner(guildId);
    if (link) this.parts.generations.use(guildId, this.parts.generations.issue(guildId));
    return link;
  }

  #flush(guildId: GuildId, slot: RouteSlot): void {
    if (slot.holds > 0 || slot.waiting.length === 0) return;
    if (slot.owner && this.#shouldMove(guildId, slot)) return void this.#move(guildId, slot, slot.owner);
    slot.owner ??= this.#place(guildId);
    if (!slot.owner) return;
    for (const delivery of slot.waiting.splice(0)) this.#send(slot, slot.owner, delivery);
  }

  #flushAll(): void {
    for (const wake of this.#ownerWaits) wake();
    for (const [guildId, slot] of this.#slots) this.#flush(guildId, slot);
  }

  #send(slot: RouteSlot, owner: WorkerLink, delivery: Delivery): void {
    clearTimeout(delivery.timer);
    delivery.sent++;
    slot.unanswered.add(delivery);
    const generation = this.parts.generations.current(delivery.event.guildId);
    owner.dispatch(delivery.event, generation).then((outcome) => {
      if (slot.unanswered.delete(delivery)) delivery.settle(outcome);
    }, (error) => {
      // A link that closed is dealt with for all of its guilds at once, in order.
      if (error instanceof LinkClosedError || !slot.unanswered.delete(delivery)) return;
      delivery.settle({ status: "dropped", reason: (error as Error).message });
    });
  }

  #shouldMove(guildId: GuildId, slot: RouteSlot): boolean {
    if (slot.unanswered.size > 0 || slot.pins > 0 || Date.now() < slot.staysUntil) return false;
    const home = this.parts.pool.owner(guildId);
    return home !== undefined && home !== slot.owner;
  }

  /** A guild at rest goes where the ring wants it. A worker that does not let go keeps it. */
  async #move(guildId: GuildId, slot: RouteSlot, from: WorkerLink): Promise<void> {
    const release = this.hold(guildId);
    const unpin = this.pin(guildId);
    try {
      await from.call("stop", { guildId, reason: "evacuated" }, this.#options.stopTimeoutMs);
      if (slot.owner === from) slot.owner = undefined;
    } catch (error) {
      slot.staysUntil = Date.now() + this.#options.moveAgainMs;
      this.parts.log.warn({ guildId, err: error }, `Cannot move guild ${guildId} from ${from.name}`);
    }
    release();
    unpin();
  }

  #workerGone(link: WorkerLink): void {
    for (const [guildId, slot] of this.#slots) {
      if (slot.owner !== link) continue;
      slot.owner = undefined;
      const again = [...slot.unanswered];
      slot.unanswered.clear();
      slot.waiting.unshift(...again.filter((delivery) => this.#mayGoAgain(delivery)));
      this.#flush(guildId, slot);
      for (const delivery of slot.waiting) {
        if (delivery.sent > 0) this.#expireLater(slot, delivery);
      }
    }
  }

  /** Marks it as redelivered, or settles it where that makes no sense any more. */
  #mayGoAgain(delivery: Delivery): boolean {
    const { event, sent } = delivery;
    if (event.kind === "interaction" && Date.now() - event.receivedAt > this.#options.interactionMs) {
      this.parts.metrics.staleInteractions.inc();
      delivery.settle({ status: "dropped", reason: "its worker ended, and its three seconds are over" });
      return false;
    }
    if (sent >= this.#options.deliveries) {
      delivery.settle({ status: "lost", reason: `its worker ended, ${sent} times` });
      return false;
    }
    delivery.event = { ...event, redelivered: true };
    this.parts.metrics.redelivered.inc();
    return true;
  }

  #expireLater(slot: RouteSlot, delivery: Delivery): void {
    const interaction = delivery.event.kind === "interaction";
    const waitMs = interaction ? this.#options.interactionWaitMs : this.#options.eventWaitMs;
    clearTimeout(delivery.timer);
    delivery.timer = setTimeout(() => {
      const index = slot.waiting.indexOf(delivery);
      if (index === -1) return;
      slot.waiting.splice(index, 1);
      delivery.settle({ status: "dropped", reason: `no worker took it within ${waitMs} ms` });
    }, waitMs);
  }

  /** Waits for a change of the pool, at most this long. */
  async #workerOr(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#ownerWaits.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#ownerWaits.delete(resolve);
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}

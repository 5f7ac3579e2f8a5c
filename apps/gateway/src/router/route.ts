/**
 * @module Event to worker. A guild stays with its worker until that one dies or the guild is moved. Order within a guild is kept; what a dead worker did not answer goes to the
 * next one, marked as redelivered.
 */
import { ControlError, type DispatchEvent, type Generation, type GuildId } from "@flora/model";
import { LinkClosedError, type MigrationId } from "@flora/protocol";
import type { Storage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { GatewayMetrics } from "../metrics.ts";
import type { Pool } from "../pool/pool.ts";
import type { Outcome, WorkerLink } from "../pool/worker-link.ts";
import type { Generations } from "./generations.ts";
import { migrate } from "./migrate.ts";
import { peerOf } from "./peer.ts";
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
  /** A move waits this long for running handlers. */
  freezeMs: number;
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
  freezeMs: 500,
  moveAgainMs: 60_000,
};

export interface RouterParts {
  pool: Pool;
  generations: Generations;
  storage: Pick<Storage, "leases" | "fenced">;
  metrics: GatewayMetrics;
  log: Logger;
}

export class Router {
  readonly #slots = new Map<GuildId, RouteSlot>();
  readonly #options: RouterOptions;
  #deliveries = 0;
  readonly #ownerWaits = new Set<() => void>();

  constructor(private readonly parts: RouterParts, options: Partial<RouterOptions> = {}) {
    this.#options = { ...defaultRouterOptions, ...options };
  }

  /** Hands an event to its guild's worker; answers how it ended, never rejects. */
  deliver(event: DispatchEvent): Promise<Outcome> {
    const slot = this.#slot(event.guildId);
    return new Promise((resolve) => {
      const delivery: Delivery = {
        event,
        seq: ++this.#deliveries,
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
      await slot.moving;
      if (!slot.owner) await this.#place(guildId, slot);
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

  /** Gives a guild without an owner to the worker it belongs to; its events follow it there. Never rejects. */
  #place(guildId: GuildId, slot: RouteSlot): Promise<void> {
    return slot.placing ??= this.#lease(guildId, slot).catch((error) => {
      this.parts.log.error({ guildId, err: error }, `Cannot place guild ${guildId}`);
    }).then(() => {
      slot.placing = undefined;
      if (slot.owner) this.#flush(guildId, slot);
    });
  }

  /** A guild on a new worker has a new generation, and its lease: what the old one still sends and writes is refused. */
  async #lease(guildId: GuildId, slot: RouteSlot, link = this.parts.pool.owner(guildId)): Promise<void> {
    const { pool, generations, storage: { leases } } = this.parts;
    if (!link) return;
    let generation = generations.issue(guildId);
    while (!await leases.take(guildId, link.name, generation)) {
      // Somebody's clock is ahead of ours.
      generations.pass(guildId, (await leases.read(guildId))!.generation);
      generation = generations.issue(guildId);
    }
    if (!pool.workers.includes(link) || slot.owner) return;
    generations.use(guildId, generation);
    slot.lease = generation;
    slot.owner = link;
  }

  #flush(guildId: GuildId, slot: RouteSlot): void {
    if (slot.holds > 0 || slot.waiting.length === 0) return;
    if (!slot.owner) return void this.#place(guildId, slot);
    for (const delivery of slot.waiting.splice(0)) this.#send(slot, slot.owner, delivery);
  }

  /** A worker came: what waits may go out. */
  onJoin(): void {
    for (const wake of this.#ownerWaits) wake();
    for (const [guildId, slot] of this.#slots) this.#flush(guildId, slot);
  }

  #send(slot: RouteSlot, owner: WorkerLink, delivery: Delivery): void {
    clearTimeout(delivery.timer);
    delivery.sent++;
    slot.unanswered.add(delivery);
    const generation = this.parts.generations.current(delivery.event.guildId);
    owner.dispatch(delivery.event, generation, slot.lease).then((outcome) => {
      if (!slot.unanswered.delete(delivery)) return;
      if (outcome.status !== "returned") return delivery.settle(outcome);
      delivery.sent--;
      slot.putBack(delivery);
      this.#flush(delivery.event.guildId, slot);
    }, (error) => {
      // A link that closed is dealt with for all of its guilds at once, in order.
      if (error instanceof LinkClosedError || !slot.unanswered.delete(delivery)) return;
      delivery.settle({ status: "dropped", reason: (error as Error).message });
    });
  }

  /**
   * Moves a guild to a worker, its events held meanwhile. Resolves with the milliseconds they were held; rejects with
   * ControlError CONFLICT where it cannot be moved now, after which it goes on where it was.
   */
  async migrate(guildId: GuildId, target: WorkerLink): Promise<number> {
    const slot = this.#slot(guildId);
    if (slot.owner === target) return 0;
    // A guest is booted before anything is held. Whoever cannot do that will say so at the thaw.
    if (slot.owner) await peerOf(target, 0).prepare().catch(() => {});
    if (slot.pins > 0 || slot.moving) {
      throw new ControlError("CONFLICT", `Cannot move guild ${guildId}: it is being moved or deployed`);
    }
    const source = slot.owner;
    const startedAt = performance.now();
    const release = this.hold(guildId);
    const unpin = this.pin(guildId);
    const moving = Promise.withResolvers<void>();
    slot.moving = moving.promise;
    try {
      if (source) await this.#move(guildId, slot, source, target);
      else await this.#lease(guildId, slot, target);
    } finally {
      slot.moving = undefined;
      moving.resolve();
      unpin();
      release();
    }
    return performance.now() - startedAt;
  }

  async #move(guildId: GuildId, slot: RouteSlot, source: WorkerLink, target: WorkerLink): Promise<void> {
    const { pool, generations, storage: { leases, fenced }, metrics, log } = this.parts;
    const { freezeMs, moveAgainMs } = this.#options;
    const generation = generations.issue(guildId);
    const migrationId: MigrationId = `mig_${crypto.randomUUID()}`;
    const startedAt = performance.now();
    const moved = await migrate({
      guildId,
      migrationId,
      source: peerOf(source, freezeMs),
      target: peerOf(target, freezeMs),
      generation,
      takeLease: () => leases.take(guildId, target.name, generation),
      holdsLease: async () => (await leases.read(guildId))?.generation === generation,
      fenceOff: async (envelope) => {
        const newer = generations.issue(guildId);
        await leases.take(guildId, "nobody", newer);
        if (envelope?.state) await fenced(guildId, newer).state.write(guildId, envelope.state);
      },
    });
    const ms = Math.round(performance.now() - startedAt);
    metrics.migrations.inc({ to: moved.to });
    if (moved.to === "target") {
      generations.use(guildId, generation);
      slot.lease = generation;
      slot.owner = pool.workers.includes(target) ? target : undefined;
      log.debug({ guildId, migrationId, ms }, `Moved guild ${guildId} from ${source.name} to ${target.name}`);
      return;
    }
    slot.staysUntil = Date.now() + moveAgainMs;
    if (moved.to === "nobody" && slot.owner === source) {
      slot.owner = undefined;
      this.#takeBackUnanswered(slot);
    }
    log.warn(
      { guildId, migrationId, ms, err: moved.error },
      `Cannot move guild ${guildId} from ${source.name} to ${target.name}`,
    );
    throw new ControlError("CONFLICT", `Cannot move guild ${guildId}: ${moved.error.message}`);
  }

  /** Guilds that are not where they belong; those that have just failed to move only where it is `pressing`. */
  misplaced(pressing = false): GuildId[] {
    const now = pressing ? Infinity : Date.now();
    return [...this.#slots].filter(([guildId, slot]) => {
      const home = this.parts.pool.owner(guildId);
      return slot.owner && home && home !== slot.owner && now >= slot.staysUntil;
    }).map(([guildId]) => guildId);
  }

  placements(): { guildId: GuildId; worker: string; generation: Generation }[] {
    return [...this.#slots].flatMap(([guildId, { owner }]) =>
      owner ? [{ guildId, worker: owner.name, generation: this.parts.generations.current(guildId) }] : []
    );
  }

  /** Guilds of a worker, for those who move them. */
  guildsOf(link: WorkerLink): GuildId[] {
    return [...this.#slots].filter(([, { owner }]) => owner === link).map(([guildId]) => guildId);
  }

  /** A worker is gone: its guilds, and what it did not answer, go elsewhere. */
  onLeave(link: WorkerLink): void {
    for (const [guildId, slot] of this.#slots) {
      if (slot.owner !== link) continue;
      slot.owner = undefined;
      this.#takeBackUnanswered(slot);
      this.#flush(guildId, slot);
      for (const delivery of slot.waiting) {
        if (delivery.sent > 0) this.#expireLater(slot, delivery);
      }
    }
  }

  /** What was sent and not answered waits for the next owner, in order. */
  #takeBackUnanswered(slot: RouteSlot): void {
    for (const delivery of slot.unanswered) {
      if (this.#mayGoAgain(delivery)) slot.putBack(delivery);
    }
    slot.unanswered.clear();
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

/**
 * @module Event to worker. A guild stays with its worker until that one dies or the guild is moved. Order within a guild
 * is kept; what a dead worker did not answer goes to the next one, marked as redelivered. Only a window of events is on
 * its way at a time, and none to a worker that has fallen behind: the rest waits here, in bounded memory.
 */
import { ControlError, type DispatchEvent, type Generation, type GuildId } from "@flora/model";
import type { Storage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { GatewayMetrics } from "../metrics.ts";
import type { Pool } from "../pool/pool.ts";
import type { Outcome, WorkerLink } from "../pool/worker-link.ts";
import { Attempts } from "./attempts.ts";
import type { Generations } from "./generations.ts";
import { HeldEvents, sizeOf } from "./held.ts";
import { moveGuild, type MoveReason, type Way } from "./move.ts";
import { once } from "./once.ts";
import { defaultRouterOptions, type RouterOptions } from "./options.ts";
import { Phases } from "./phases.ts";
import { type Delivery, RouteSlot } from "./slot.ts";
import { MoveTraces } from "./traces.ts";
import { type MoveWatcher, noWatcher } from "./watcher.ts";

/** Why a worker is to end a guild's isolate. */
export type StopReason = "undeployed" | "paused" | "guild-left" | "evacuated";

export interface RouterParts {
  pool: Pool;
  generations: Generations;
  storage: Pick<Storage, "leases" | "fenced">;
  metrics: GatewayMetrics;
  log: Logger;
  /** Told of every event how it ended. */
  onSettled?(event: DispatchEvent, outcome: Outcome): void;
  /** Follows every move. */
  watcher?: MoveWatcher;
}

export class Router {
  /** The latest moves. */
  readonly traces = new MoveTraces();
  readonly #slots = new Map<GuildId, RouteSlot>();
  readonly #options: RouterOptions;
  readonly #held: HeldEvents;
  readonly #attempts: Attempts;
  readonly #phases = new Phases();
  #deliveries = 0;
  /** Workers that say when they have caught up. */
  readonly #watched = new WeakSet<WorkerLink>();
  readonly #ownerWaits = new Set<() => void>();

  constructor(private readonly parts: RouterParts, options: Partial<RouterOptions> = {}) {
    this.#options = { ...defaultRouterOptions, ...options };
    this.#held = new HeldEvents({ waiting: this.#options.waiting, bytes: this.#options.heldBytes });
    const { generations, metrics } = parts;
    const onAnswered = this.#flush.bind(this);
    this.#attempts = new Attempts({ generations, metrics, options: this.#options, onAnswered });
  }

  /** Hands an event to its guild's worker; answers how it ended, never rejects. */
  deliver(event: DispatchEvent): Promise<Outcome> {
    const slot = this.#slot(event.guildId);
    return new Promise((resolve) => {
      const delivery: Delivery = {
        event,
        bytes: sizeOf(event),
        seq: ++this.#deliveries,
        sent: 0,
        settle: (outcome) => {
          clearTimeout(delivery.timer);
          if (delivery.held) this.#held.release(slot, delivery);
          this.parts.metrics.dispatched.inc({ status: outcome.status });
          this.parts.onSettled?.(delivery.event, outcome);
          resolve(outcome);
        },
      };
      this.#held.admit(slot, delivery);
      this.#flush(event.guildId, slot);
      if (delivery.held && delivery.sent === 0) this.#attempts.expireLater(slot, delivery);
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
      const known = this.parts.pool.owner(guildId) !== undefined;
      if (leftMs <= 0) {
        const why = known ? "the guild's lease cannot be taken" : "none is running";
        throw new ControlError("UNAVAILABLE", `Cannot reach a worker: ${why}`);
      }
      if (!known) await this.#workerOr(leftMs);
    }
  }

  /** Resolves when the guild is not on the move. */
  async settled(guildId: GuildId): Promise<void> {
    await this.#slots.get(guildId)?.moving;
  }

  /** The guild's worker where it has one. */
  currentOwner(guildId: GuildId): WorkerLink | undefined {
    return this.#slots.get(guildId)?.owner;
  }

  /** Whether a worker may ask in the guild's name: false for one from which another worker has taken the guild. */
  speaksFor(guildId: GuildId, link: WorkerLink): boolean {
    const slot = this.#slots.get(guildId);
    return !slot?.owner || slot.owner === link || slot.coming === link;
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
  async stop(guildId: GuildId, reason: StopReason): Promise<void> {
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

  /** About how much memory the unanswered events take. */
  get heldBytes(): number {
    return this.#held.bytes;
  }

  /** What waits is dropped. */
  close(): void {
    for (const slot of this.#slots.values()) {
      for (const delivery of slot.waiting.splice(0)) {
        delivery.settle({ status: "dropped", reason: "the gateway stops", why: "stopping" });
      }
      for (const { timer } of slot.unanswered) clearTimeout(timer);
    }
  }

  #slot(guildId: GuildId): RouteSlot {
    let slot = this.#slots.get(guildId);
    if (!slot) this.#slots.set(guildId, slot = new RouteSlot());
    return slot;
  }

  /** Gives a guild without an owner to the worker it belongs to, if there is one; its events follow it there. Never rejects. */
  #place(guildId: GuildId, slot: RouteSlot, link = this.parts.pool.owner(guildId)): Promise<void> {
    if (slot.placing || !link) return slot.placing ?? Promise.resolve();
    return slot.placing = this.#lease(guildId, slot, link).catch(async (error) => {
      this.parts.log.error({ guildId, err: error }, `Cannot place guild ${guildId}`);
      await new Promise((resolve) => setTimeout(resolve, this.#options.placeAgainMs));
    }).then(() => {
      slot.placing = undefined;
      this.#flush(guildId, slot);
    });
  }

  /**
   * A guild on a new worker has a new generation, and its lease: what the old one still sends and writes is refused. A
   * worker that goes meanwhile is passed over.
   */
  async #lease(guildId: GuildId, slot: RouteSlot, wanted: WorkerLink): Promise<void> {
    const { pool, generations, storage: { leases } } = this.parts;
    for (let link: WorkerLink | undefined = wanted; link; link = pool.owner(guildId)) {
      let generation = generations.issue(guildId);
      while (!await leases.take(guildId, link.name, generation)) {
        // Somebody's clock is ahead of ours.
        generations.pass(guildId, (await leases.read(guildId))!.generation);
        generation = generations.issue(guildId);
      }
      if (slot.owner) return;
      if (!pool.workers.includes(link)) continue;
      generations.use(guildId, generation);
      slot.lease = generation;
      slot.owner = link;
      return;
    }
  }

  #flush(guildId: GuildId, slot: RouteSlot): void {
    if (slot.holds > 0 || slot.waiting.length === 0) return;
    if (!slot.owner) return void this.#place(guildId, slot);
    const { window } = this.#options;
    while (slot.waiting.length > 0 && slot.unanswered.size < window && !slot.owner.behind) {
      this.#attempts.send(slot, slot.owner, slot.waiting.shift()!);
    }
  }

  /** A worker came: what waits may go out. */
  onJoin(): void {
    for (const link of this.parts.pool.workers) {
      if (this.#watched.has(link)) continue;
      this.#watched.add(link);
      link.onCaughtUp(() => this.#flushOf(link));
    }
    for (const wake of this.#ownerWaits) wake();
    for (const [guildId, slot] of this.#slots) this.#flush(guildId, slot);
  }

  #flushOf(link: WorkerLink): void {
    for (const [guildId, slot] of this.#slots) {
      if (slot.owner === link) this.#flush(guildId, slot);
    }
  }

  /**
   * Moves a guild to a worker, its events held meanwhile. Resolves with the milliseconds they were held; rejects with
   * ControlError CONFLICT where it cannot be moved now, after which it goes on where it was.
   */
  async migrate(guildId: GuildId, target: WorkerLink, reason: MoveReason): Promise<number> {
    const slot = this.#slot(guildId);
    // Two who take a lease for one guild would fence each other off.
    while (slot.placing) await slot.placing;
    if (slot.owner === target) return 0;
    if (slot.pins > 0 || slot.moving) {
      throw new ControlError("CONFLICT", `Cannot move guild ${guildId}: it is being moved or deployed`);
    }
    const unpin = this.pin(guildId);
    const moving = Promise.withResolvers<void>();
    slot.moving = moving.promise;
    slot.coming = target;
    try {
      if (slot.owner) return await this.#move(guildId, slot, { source: slot.owner, target, reason });
      await this.#place(guildId, slot, target);
      if (slot.owner === target) return 0;
      throw new ControlError("CONFLICT", `Cannot move guild ${guildId}: its lease could not be taken`);
    } finally {
      slot.moving = slot.coming = undefined;
      moving.resolve();
      unpin();
    }
  }

  async #move(guildId: GuildId, slot: RouteSlot, way: Omit<Way, "guildId">): Promise<number> {
    const { freezeMs, moveAgainMs, longestStayMs } = this.#options;
    let held = false;
    const trace = await moveGuild({ ...way, guildId, freezeMs }, {
      watcher: noWatcher,
      ...this.parts,
      slot,
      phases: this.#phases,
      hold: () => {
        held = slot.owner === way.source;
        return held ? this.hold(guildId) : undefined;
      },
      arrive: (generation) => {
        slot.lease = generation;
        slot.owner = this.parts.pool.workers.includes(way.target) ? way.target : undefined;
      },
      lose: () => {
        if (slot.owner !== way.source) return;
        slot.owner = undefined;
        this.#attempts.takeBack(slot);
      },
    });
    // Its worker may have gone while the target got ready, and the guild been placed there.
    if (!held && slot.owner === way.target) return 0;
    this.traces.add(trace);
    if (trace.outcome === "target") {
      slot.failedMoves = 0;
      return trace.pauseMs;
    }
    const now = Date.now();
    // One that is tried again and again, as for a drain, has failed once.
    if (now >= slot.staysUntil) {
      slot.staysUntil = now + Math.min(moveAgainMs * 2 ** slot.failedMoves++, longestStayMs);
    }
    throw new ControlError("CONFLICT", `Cannot move guild ${guildId}: ${trace.error}`);
  }

  /** Whether the guild may be moved for others' sake: not while it is moved or deployed, nor soon after a move failed. */
  mayMove(guildId: GuildId): boolean {
    const slot = this.#slots.get(guildId);
    return !slot || slot.pins === 0 && Date.now() >= slot.staysUntil;
  }

  /** Guilds that are not where they belong; those that have just failed to move only where it is `pressing`. */
  misplaced(pressing = false): GuildId[] {
    const now = pressing ? Infinity : Date.now();
    return this.#away().filter(([, { staysUntil }]) => now >= staysUntil).map(([guildId]) => guildId);
  }

  /** When the first of them may move, those that have just failed to among them. Unix milliseconds; Infinity without any. */
  nextMoveAt(): number {
    return this.#away().reduce((first, [, { staysUntil }]) => Math.min(first, staysUntil), Infinity);
  }

  #away(): [GuildId, RouteSlot][] {
    return [...this.#slots].filter(([guildId, { owner }]) => {
      const home = this.parts.pool.owner(guildId);
      return owner && home && home !== owner;
    });
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
      this.#attempts.takeBack(slot);
      this.#flush(guildId, slot);
    }
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

import {
  ControlError,
  type DispatchEvent,
  type Generation,
  type Manifest,
  type RevisionId,
  type TerminationReason,
} from "@flora/model";
import type { Ended } from "@flora/isolation";
import { KEEP_AWAKE_MAX_MS } from "@flora/ops";
import { insist } from "@flora/storage";
import { bootCurrent, reportFailedBoot } from "./boot.ts";
import { DispatchQueue, type TurnOutcome } from "./dispatch.ts";
import { afterEnd, type Dropped, dropped, drops } from "./drops.ts";
import { describeEnd } from "./errors.ts";
import type { Guild } from "./guild.ts";
import type { Life } from "./life.ts";
import { EXPIRED, patienceOf } from "./interaction.ts";
import { lastStateOf, retire, saveLastState, saveState, storeState } from "./lifecycle.ts";
import { Movements } from "./movements.ts";
import { Passage } from "./passage.ts";
import { Restarts, type Strike } from "./restarts.ts";
import { QueueWait } from "./queue-wait.ts";
import { readStats, type SlotStats } from "./stats.ts";
import { Throttle } from "./throttle.ts";
import { runTurn } from "./turn.ts";
import { UsageTotal } from "./usage-total.ts";
import { Warmed } from "./warmed.ts";

/** An interaction that would wait longer than this is answered at once instead: its user waits. Milliseconds, as all of these. */
const PATIENCE_MS = 1_500;
/** After a failure to boot that is flora's own, the guild is tried again after this. */
const BOOT_AGAIN_MS = 500;
/** Events that have waited this long for such a boot are given up. */
const BOOT_PATIENCE_MS = 60_000;

/**
 * One guild in this worker: its queue, the isolate that runs its script, and the movements between isolates. Movements
 * (boot, swap, hibernate, stop) happen one at a time, and no dispatch starts during one.
 */
export class GuildSlot {
  /** Unix milliseconds. */
  lastUsedAt: number;
  readonly #queue: DispatchQueue;
  readonly #wait: QueueWait;
  readonly #restarts: Restarts;
  readonly #movements = new Movements(() => this.#wake());
  readonly #lives = new Set<Life>();
  readonly #warmed: Warmed;
  readonly #usage = new UsageTotal();
  readonly #throttle: Throttle;
  /** The highest generation of any isolate or dispatch so far. */
  #generation: Generation = 0;
  /** The generation under which the guild came here last. */
  #lease: Generation = 0;
  /** Dispatches of an older one than this are refused; a deploy alone does not raise it, as events may be under way. */
  #fence: Generation = 0;
  #life: Life | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** When to boot again after a failure of flora's own; Unix milliseconds. */
  #bootAgainAt = 0;
  /** Set once it takes no more events: why. */
  #closed: Dropped | undefined;
  /** Whether the guild goes on elsewhere, or here anew: what had not started is given back. */
  #leaves = false;
  /** Coming from and leaving for other workers. */
  readonly moves: Passage;

  constructor(private readonly guild: Guild) {
    const { limits, restartRules, now } = guild.services;
    this.lastUsedAt = now();
    this.#wait = new QueueWait(guild);
    this.#restarts = new Restarts(now, restartRules);
    this.#warmed = new Warmed(guild, this.#lives);
    this.#throttle = new Throttle(guild, () => this.stats().cpuMs, () => this.#wake());
    this.#queue = new DispatchQueue({
      waiting: limits.queuedDispatches,
      concurrent: limits.concurrentDispatches,
      patienceMs: (event) => patienceOf(event, now()),
      ready: () => this.#canRun(),
      run: (event, waitedMs) => this.#run(event, waitedMs),
    });
    this.moves = new Passage({
      guild,
      lives: this.#lives,
      queue: this.#queue,
      movements: this.#movements,
      restarts: this.#restarts,
      running: () => ({ life: this.#life, generation: this.#generation }),
      raise: (generation) => this.#fence = this.#generation = Math.max(this.#generation, generation),
      adopt: async (life) => {
        await this.#life?.terminate("superseded");
        this.#life = undefined;
        this.#adopt(life);
      },
    });
  }

  /** Nothing runs, waits or moves, so that its isolate could be ended. */
  get idle(): boolean {
    if (!this.#queue.idle || this.#movements.busy || this.moves.leaving) return false;
    return !this.#life || this.#life.dispatches.running === 0;
  }

  /** Its script asked not to be put to sleep before then, for which it takes an event now and then. Unix milliseconds. */
  get awakeUntil(): number {
    return Math.min(this.#life?.awakeUntil ?? 0, this.lastUsedAt + KEEP_AWAKE_MAX_MS);
  }

  get awake(): boolean {
    return this.#life !== undefined;
  }

  /** Memory that the end of its isolates would give back. */
  get ownBytes(): number {
    return [...this.#lives].reduce((bytes, life) => bytes + life.isolate.usage().ownBytes, 0);
  }

  /** Settles when the event's handlers have ended. */
  async dispatch(event: DispatchEvent, generation: Generation, lease: Generation): Promise<TurnOutcome> {
    if (generation < this.#fence) {
      return dropped("superseded", `generation ${generation} is over, now ${this.#fence}`);
    }
    this.#fence = generation;
    if (lease > this.#lease) this.#renewLease(lease);
    if (generation > this.#generation) this.#raise(generation);
    this.lastUsedAt = this.guild.services.now();
    const refusal = this.#refusal(event);
    const ended = refusal ?? this.#queue.push(event);
    this.#wake();
    const outcome = await ended;
    this.lastUsedAt = this.guild.services.now();
    if (outcome === drops.expired) {
      this.guild.voice.say("warn", EXPIRED, { dispatchId: event.id, event: event.event });
    }
    return outcome;
  }

  /** Loads a revision beside the running one. */
  async warm(revisionId: RevisionId, generation: Generation): Promise<Manifest> {
    this.#assertOpen();
    if (generation < this.#generation) {
      throw new ControlError(
        "CONFLICT",
        `Cannot warm: generation ${generation} is over, now ${this.#generation}`,
      );
    }
    const manifest = await this.#warmed.warm(revisionId, generation);
    if (this.#closed) await this.#warmed.discard(revisionId);
    this.#assertOpen();
    return manifest;
  }

  /** Puts a warmed revision in the place of the running one, which drains; boots what is deployed where it is not warm. */
  swap(revisionId: RevisionId): Promise<void> {
    this.#restarts.clear();
    this.guild.givesWayUntil = 0;
    return this.#movements.add(async () => {
      if (this.#life?.revisionId === revisionId) return;
      await this.#replace(this.#warmed.take(revisionId));
      if (!this.#life) this.#bootSoon();
    });
  }

  discard(revisionId: RevisionId): Promise<void> {
    return this.#warmed.discard(revisionId);
  }

  /** Ends the isolate with its state stored; the next dispatch boots it again. Where the state cannot be stored it goes on. */
  hibernate(): Promise<void> {
    return this.#movements.add(async () => {
      const life = this.#life;
      if (!life || !this.#queue.idle || life.dispatches.running > 0 || this.moves.leaving) return;
      const state = await lastStateOf(this.guild, life);
      try {
        if (state) await storeState(this.guild, life, state);
      } catch (error) {
        life.isolate.thaw();
        throw error;
      }
      await life.terminate("hibernated");
      this.#life = undefined;
    });
  }

  /** Takes nothing any more, gives running dispatches the migration limit, stores the state, ends every isolate. */
  async stop(reason: TerminationReason): Promise<void> {
    this.#closed = afterEnd(reason, this.guild.services.limits);
    this.#leaves = reason === "evacuated";
    clearTimeout(this.#retry);
    this.#throttle.close();
    this.moves.close();
    if (reason === "shutdown") this.#queue.leaveAll();
    else if (this.#leaves) this.#queue.returnAll();
    else this.#queue.dropAll(this.#closed);
    const current = this.#life;
    await Promise.all([...this.#lives].map((life) => life === current ? undefined : life.terminate(reason)));
    await this.#movements.add(async () => {
      if (this.#life) await this.#keepState(this.#life, reason);
      this.#life = undefined;
      await Promise.all([...this.#lives].map((life) => life.terminate(reason)));
    });
    this.guild.services.interactions.forget(this.guild.id);
  }

  /** A frozen one's is the next worker's, unless nobody ends the move any more: where the gateway has gone. */
  async #keepState(life: Life, reason: TerminationReason): Promise<void> {
    if (!this.moves.leaving) return void await saveLastState(this.guild, life);
    const { frozenState } = this.moves;
    if (frozenState && reason === "shutdown") await saveState(this.guild, life, frozenState);
  }

  async refreshSecrets(): Promise<void> {
    const placeholders = await this.guild.refreshSecrets();
    for (const life of this.#lives) life.isolate.setSecrets(placeholders);
  }

  async refreshSettings(): Promise<void> {
    const settings = await this.guild.readSettings();
    for (const life of this.#lives) life.isolate.setSettings(settings);
  }

  stats(): SlotStats {
    return readStats({
      guildId: this.guild.id,
      generation: this.#generation,
      life: this.#life,
      total: this.#usage,
      wait: this.#wait,
      quarantined: this.#restarts.quarantined,
    });
  }

  #assertOpen(): void {
    if (this.#closed) throw new ControlError("UNAVAILABLE", `Cannot warm: ${this.#closed.reason}`);
  }

  /** How an event ended that is not even queued. */
  #refusal(event: DispatchEvent): TurnOutcome | undefined {
    if (this.#leaves) return { status: "returned" };
    if (this.#closed !== undefined) return this.#closed;
    if (this.moves.leaving) return undefined;
    if (this.#restarts.quarantined) return drops.quarantined;
    return event.kind === "interaction" && this.#throttle.waitMs() > PATIENCE_MS
      ? drops.throttled
      : undefined;
  }

  #canRun(): boolean {
    if (this.moves.leaving) return false;
    const runs = !this.#movements.busy && this.#life?.isolate.state === "running" && !this.#life.over;
    return runs && !this.#throttle.holds();
  }

  /** Starts what waits, or what it needs for that; ends what must not run now. */
  #wake(): void {
    if (this.#closed !== undefined || this.moves.leaving || this.#movements.busy) return;
    if (this.#life && this.#restarts.quarantined) this.#pause();
    else if (this.#life) this.#queue.pump();
    else if (this.#queue.hasWaiting) this.#bootSoon();
  }

  async #run(event: DispatchEvent, waitedMs: number): Promise<TurnOutcome> {
    this.#wait.add(waitedMs, { dispatchId: event.id, event: event.event });
    const outcome = await runTurn(this.guild, this.#life!, event);
    if (outcome.status === "timed-out") this.#strike("timed-out");
    return outcome;
  }

  /** The guild was placed here anew: isolates from before it may write nothing any more. */
  #renewLease(lease: Generation): void {
    this.#lease = lease;
    this.moves.stay();
    this.#queue.disown();
    const stale = () => [...this.#lives].filter((life) => life.generation < lease);
    if (stale().length === 0 && !this.#movements.busy) return;
    // `stale()` is asked again once the movement begins: an isolate may be booting now.
    void this.#movements.add(async () => {
      if (this.#life && this.#life.generation < lease) this.#life = undefined;
      await Promise.all(stale().map((life) => life.terminate("superseded")));
    });
  }

  /** The guild was placed or deployed anew: what runs must be what is deployed now. */
  #raise(generation: Generation): void {
    this.#generation = generation;
    if (!this.#life && !this.#movements.busy) return;
    void this.#movements.add(async () => {
      const { deployments } = this.guild.services.storage;
      const deployment = await insist(() => deployments.current(this.guild.id));
      if (!this.#life || deployment?.revisionId === this.#life.revisionId) return;
      await this.#replace(deployment ? this.#warmed.take(deployment.revisionId) : undefined);
    }).catch((error) =>
      this.guild.services.log.error({ guildId: this.guild.id, err: error }, "Cannot follow a new generation")
    );
  }

  #bootSoon(): void {
    if (this.#retry !== undefined || this.#closed !== undefined) return;
    const waitMs = Math.max(this.#restarts.retryAt, this.#bootAgainAt) - this.guild.services.now();
    if (waitMs <= 0) return void this.#movements.add(() => this.#boot());
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#bootSoon();
    }, waitMs);
  }

  async #boot(): Promise<void> {
    if (this.#life || this.#closed !== undefined) return;
    try {
      const booted = await bootCurrent(this.guild, this.#generation, this.#lives);
      if ("why" in booted) this.#queue.dropAll(booted);
      else this.#adopt(booted);
    } catch (error) {
      if (this.#closed !== undefined) return;
      if (await reportFailedBoot(this.guild, error)) this.#strike("lost");
      else {
        this.#queue.dropAll(drops.notStarted, BOOT_PATIENCE_MS);
        this.#bootAgainAt = this.guild.services.now() + BOOT_AGAIN_MS;
      }
    }
  }

  /** Moves on to `next`, or to nothing; a state that changed since `next` was warmed is given to a fresh isolate of it. */
  async #replace(next: Life | undefined, reason: TerminationReason = "superseded"): Promise<void> {
    const { guild } = this;
    const old = this.#life;
    const last = old ? await saveLastState(guild, old) : { state: null, stored: true };
    this.#life = undefined;
    if (old) void retire(old, reason, guild.services.limits);
    if (!next || next.over) return;
    const state = last.state ?? await insist(() => guild.services.storage.state.read(guild.id));
    const successor = JSON.stringify(state) === next.givenState
      ? next
      : await this.#warmed.renew(next, state);
    if (!last.stored) successor.owesState();
    this.#generation = Math.max(this.#generation, successor.generation);
    this.#adopt(successor);
  }

  /** Makes an isolate the running one; ends it where it is older than the lease, as it could write nothing. */
  #adopt(life: Life): void {
    if (life.generation < this.#lease) return void life.terminate("superseded");
    this.#life = life;
    this.lastUsedAt = this.guild.services.now();
    void life.ended.then((ended) => this.#onEnded(life, ended));
  }

  #onEnded(life: Life, ended: Ended): void {
    this.#usage.addEnded(ended.usage);
    if (ended.failure === "teardown") this.guild.services.onStuck(this.guild.id);
    if (life.endAsked || this.#closed !== undefined) return;
    if (this.#life === life) this.#life = undefined;
    const { log, limits } = this.guild.services;
    const { reason, detail } = ended;
    log.warn(
      { guildId: this.guild.id, revisionId: life.revisionId, reason, detail },
      "Isolate ended by itself",
    );
    const text = `Script was ended: ${describeEnd(ended, limits)}`;
    this.guild.voice.mustSay("error", text, { revisionId: life.revisionId });
    this.#strike("lost");
    if (!this.#restarts.quarantined) this.#bootSoon();
  }

  #strike(kind: Strike): void {
    const pauseMs = this.#restarts.strike(kind);
    this.guild.givesWayUntil = this.#restarts.forgottenAt;
    if (pauseMs === undefined) return;
    this.#queue.dropAll(drops.quarantined);
    this.guild.voice.mustSay(
      "error",
      `Script is paused for ${Math.round(pauseMs / 1000)} s: it failed too often`,
    );
    this.#wake();
  }

  /** Ends the isolate, its timers with it, once its running dispatches have ended. */
  #pause(): void {
    this.#movements.add(() => this.#replace(undefined, "dispatch-timeout")).catch((error) =>
      this.guild.services.log.error({ guildId: this.guild.id, err: error }, "Cannot end a paused script")
    );
  }
}

/** @module Fires every guild's cron jobs from one timer. Storage decides who fires: each due time is claimed there once. */
import type { CronDefinition, DispatchEvent, GuildId } from "@flora/model";
import type { CronStorage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import { newEventId } from "../discord/normalize.ts";
import type { GatewayMetrics } from "../metrics.ts";
import type { Outcome } from "../pool/worker-link.ts";
import { Heap } from "./heap.ts";
import { missedDue, nextDue } from "./schedule.ts";

/** Time as the clock sees it; tests bring their own. */
export interface Timing {
  /** Unix milliseconds. */
  now(): number;
  /** Calls back after `ms`; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const systemTiming: Timing = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export interface CronParts {
  storage: CronStorage;
  /** Runs the job in the guild's script; answers how it ended, never rejects. */
  deliver(event: DispatchEvent): Promise<Outcome>;
  /** False while the bot is not in the guild. */
  present(guildId: GuildId): boolean;
  /** A job's time came, and it is not run. */
  onPassed(guildId: GuildId, job: string, dueAt: number, reason: "cron-missed" | "cron-overlap"): void;
  metrics: GatewayMetrics;
  log: Logger;
  timing?: Timing;
}

interface Job {
  guildId: GuildId;
  cron: CronDefinition;
  /** Raised when the guild's jobs are replaced: entries of older ones are void. */
  edition: number;
  running: boolean;
  /** The end of what a job that makes up for every run has still to run: each waits for the one before. */
  tail: Promise<void>;
}

/** The timer looks again at least this often, so that a clock that was set is noticed. */
const LONGEST_SLEEP_MS = 60_000;
/** A run that is later than this was missed: the machine slept or the gateway was away. */
const LATE_MS = 60_000;
/** No more missed runs of one job are made up for than this, the latest. */
const MOST_MISSED = 31;

export class CronClock {
  readonly #timing: Timing;
  readonly #heap = new Heap<{ at: number; job: Job }>();
  readonly #editions = new Map<GuildId, number>();
  #cancel: (() => void) | undefined;
  #wakeAt = Infinity;
  #stopped = false;

  constructor(private readonly parts: CronParts) {
    this.#timing = parts.timing ?? systemTiming;
  }

  /**
   * Replaces a guild's jobs. A job with `catchUp` that was due between its last run (or `since`, unix milliseconds)
   * and now runs at once: for the latest missed time, or for each of them.
   */
  async set(guildId: GuildId, crons: readonly CronDefinition[], since: number): Promise<void> {
    const edition = (this.#editions.get(guildId) ?? 0) + 1;
    this.#editions.set(guildId, edition);
    if (crons.length === 0) return;
    const now = this.#timing.now();
    const jobs = crons.map((cron) => ({
      guildId,
      cron,
      edition,
      running: false,
      tail: Promise.resolve(),
    }));
    for (const job of jobs) this.#enter(job, now);
    this.#arm();
    const catching = jobs.filter(({ cron }) => cron.catchUp);
    if (catching.length === 0) return;
    const records = await this.parts.storage.read(guildId);
    for (const job of catching) {
      // Working out many missed times takes a while: other guilds' events come in between.
      await new Promise((next) => setTimeout(next));
      if (this.#editions.get(guildId) !== edition) return;
      this.#makeUp(job, records[job.cron.name]?.lastDueAt ?? since, now);
    }
  }

  delete(guildId: GuildId): void {
    this.#editions.set(guildId, (this.#editions.get(guildId) ?? 0) + 1);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #enter(job: Job, after: number): void {
    const at = nextDue(job.cron, after);
    if (at !== undefined) this.#heap.push({ at, job });
  }

  #arm(): void {
    const next = this.#heap.peek();
    if (!next || this.#stopped) return;
    const now = this.#timing.now();
    const wakeAt = Math.min(next.at, now + LONGEST_SLEEP_MS);
    if (this.#cancel && this.#wakeAt <= wakeAt) return;
    this.#cancel?.();
    this.#wakeAt = wakeAt;
    this.#cancel = this.#timing.after(Math.max(0, wakeAt - now), () => this.#wake());
  }

  #wake(): void {
    this.#cancel = undefined;
    const now = this.#timing.now();
    for (let due = this.#heap.peek(); due && due.at <= now; due = this.#heap.peek()) {
      this.#heap.pop();
      const { job, at } = due;
      if (this.#editions.get(job.guildId) !== job.edition) continue;
      if (now - at <= LATE_MS) this.#run(job, at);
      else if (job.cron.catchUp) this.#makeUp(job, at - 1, now);
      else {
        this.parts.metrics.crons.inc({ outcome: "missed" });
        this.parts.onPassed(job.guildId, job.cron.name, at, "cron-missed");
      }
      this.#enter(job, now);
    }
    this.#arm();
  }

  /** Runs what was missed in (`after`, `until`], as far as the job wants it. */
  #makeUp(job: Job, after: number, until: number): void {
    const most = job.cron.catchUp === "all" ? MOST_MISSED : 1;
    for (const dueAt of missedDue(job.cron, after, until, most)) this.#run(job, dueAt);
  }

  /** A job that makes up for every run runs them one after the other: an older one cannot be claimed after a newer. */
  #run(job: Job, dueAt: number): void {
    if (job.cron.catchUp !== "all") return void this.#fire(job, dueAt);
    job.tail = job.tail.then(() =>
      this.#editions.get(job.guildId) === job.edition ? this.#fire(job, dueAt) : undefined
    );
  }

  /** Never rejects. */
  async #fire(job: Job, dueAt: number): Promise<void> {
    const { storage, metrics, log } = this.parts;
    const { guildId, cron } = job;
    if (!this.parts.present(guildId)) return;
    try {
      if (!await storage.claim(guildId, cron.name, dueAt)) return;
      if (job.running && cron.skipIfRunning) {
        metrics.crons.inc({ outcome: "skipped" });
        this.parts.onPassed(guildId, cron.name, dueAt, "cron-overlap");
        return await storage.finish(guildId, cron.name, dueAt, "skipped");
      }
      job.running = true;
      const outcome = await this.parts.deliver(this.#event(job, dueAt)).finally(() => job.running = false);
      metrics.crons.inc({ outcome: outcome.status });
      await storage.finish(guildId, cron.name, dueAt, outcome.status);
    } catch (error) {
      log.error(
        { guildId, job: cron.name, err: error },
        `Cannot run cron job "${cron.name}" of guild ${guildId}`,
      );
    }
  }

  #event({ guildId, cron }: Job, dueAt: number): DispatchEvent {
    const msg = { name: cron.name, scheduledAt: new Date(dueAt).toISOString() };
    return {
      id: newEventId(),
      guildId,
      kind: "cron",
      event: "cron",
      msg,
      raw: msg,
      receivedAt: this.#timing.now(),
      redelivered: false,
    };
  }
}

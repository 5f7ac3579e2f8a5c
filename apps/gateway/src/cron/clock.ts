/** @module Fires every guild's cron jobs from one timer. Storage decides who fires: each due time is claimed there once. */
import { ControlError, type CronDefinition, type DispatchEvent, type GuildId } from "@flora/model";
import { clock } from "@flora/model/clock";
import { missedDue, nextDue } from "@flora/ops/schedules/due";
import { type CronRecord, type CronStorage, insist } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { GatewayMetrics } from "../metrics.ts";
import { ownEvent } from "../own-event.ts";
import type { Outcome } from "../pool/worker-link.ts";
import { Heap } from "./heap.ts";

/** Time as the clock sees it; tests bring their own. */
export interface Timing {
  /** Unix milliseconds. */
  now(): number;
  /** Calls back after `ms`; the answer cancels it. */
  after(ms: number, callback: () => void): () => void;
}

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
  /** Of a job with `catchUp: "all"`: settles when the runs queued so far have ended. Each waits for the one before. */
  tail: Promise<void>;
}

/** The timer looks again at least this often, so that a clock that was set is noticed. */
const LONGEST_SLEEP_MS = 60_000;
/** A run that is later than this was missed: the machine slept or the gateway was away. */
const LATE_MS = 60_000;
/** At most this many missed runs of one job are made up for, the latest ones. */
const MOST_MADE_UP = 31;
/** At most this many missed runs are counted after one absence. */
const MOST_COUNTED = 100;
/** So many void due times may wait beside as many as there are jobs, before they are sorted out. */
const MOST_VOID = 1_000;

export class CronClock {
  readonly #timing: Timing;
  readonly #heap = new Heap<{ at: number; job: Job }>();
  readonly #editions = new Map<GuildId, number>();
  readonly #jobs = new Map<GuildId, Job[]>();
  /** Of all guilds. */
  #jobCount = 0;
  /** Jobs and runs that are under way, by `keyOf()`: by name, because a job still runs when it is deployed anew. */
  readonly #pending = new Set<string>();
  #cancel: (() => void) | undefined;
  #wakeAt = Infinity;
  #stopped = false;

  constructor(private readonly parts: CronParts) {
    this.#timing = parts.timing ?? clock;
  }

  /** Due times that are kept, void ones included. */
  get waiting(): number {
    return this.#heap.size;
  }

  /**
   * Replaces a guild's jobs. What was due since a job's last run (or `since`, unix milliseconds) and did not happen, runs
   * at once where it is hardly late or the job makes up for it; else it is recorded as missed.
   */
  async set(guildId: GuildId, crons: readonly CronDefinition[], since: number): Promise<void> {
    this.delete(guildId);
    if (crons.length === 0) return;
    const edition = this.#editions.get(guildId)!;
    const now = this.#timing.now();
    const jobs = crons.map((cron) => ({ guildId, cron, edition, tail: Promise.resolve() }));
    this.#jobs.set(guildId, jobs);
    this.#jobCount += jobs.length;
    for (const job of jobs) this.#enter(job, now);
    this.#sortOut();
    this.#arm();
    const records = await insist(() => this.parts.storage.read(guildId));
    for (const job of jobs) {
      // Working out many missed times takes a while: other guilds' events come in between.
      if (job.cron.catchUp) await new Promise((next) => setTimeout(next));
      if (this.#editions.get(guildId) !== edition) return;
      const record = records[job.cron.name];
      if (record) await this.#takeUp(job, record, now);
      const last = record?.lastDueAt ?? since;
      // An earlier job of this name may have had other times: before this deploy none of the new ones was missed.
      this.#settle(job, job.cron.catchUp ? last : Math.max(last, since), now);
    }
  }

  delete(guildId: GuildId): void {
    this.#editions.set(guildId, (this.#editions.get(guildId) ?? 0) + 1);
    this.#jobCount -= this.#jobs.get(guildId)?.length ?? 0;
    this.#jobs.delete(guildId);
  }

  /**
   * Begins a run as if the job were due now, once what it has still to make up for has run; resolves when it has begun.
   * Rejects with ControlError NOT_FOUND, or CONFLICT where it runs already and would be skipped.
   */
  async runNow(guildId: GuildId, name: string): Promise<{ dueAt: number; ended: Promise<Outcome> }> {
    const job = this.#jobs.get(guildId)?.find(({ cron }) => cron.name === name);
    if (!job) throw new ControlError("NOT_FOUND", `Cannot run cron job "${name}": there is none`);
    const begun = job.tail.then(() => this.#begin(job));
    if (job.cron.catchUp === "all") {
      job.tail = begun.then(({ ended }) => ended).then(() => undefined, () => undefined);
    }
    return await begun;
  }

  async #begin(job: Job): Promise<{ dueAt: number; ended: Promise<Outcome> }> {
    const { cron } = job;
    const dueAt = this.#timing.now();
    const runs = () => this.#pending.has(keyOf(job)) && cron.skipIfRunning;
    if (runs() || !await this.#claim(job, dueAt) || runs()) {
      throw new ControlError("CONFLICT", `Cannot run cron job "${cron.name}": it runs at this moment`);
    }
    return { dueAt, ended: this.#attempt(job, dueAt) };
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #enter(job: Job, after: number): void {
    const at = nextDue(job.cron, after);
    if (at !== undefined) this.#heap.push({ at, job });
  }

  /** A guild that deploys yearly jobs again and again would otherwise fill the memory with those of older editions. */
  #sortOut(): void {
    if (this.#heap.size <= 2 * this.#jobCount + MOST_VOID) return;
    this.#heap.keep(({ job }) => this.#editions.get(job.guildId) === job.edition);
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
      this.#settle(job, at - 1, now);
      this.#enter(job, now);
    }
    this.#arm();
  }

  /** Runs what was due in (`after`, `until`], as far as the job wants it now, and records what it does not. */
  #settle(job: Job, after: number, until: number): void {
    const { catchUp } = job.cron;
    const most = catchUp === "all" ? MOST_MADE_UP : catchUp ? 1 : MOST_COUNTED;
    const due = missedDue(job.cron, after, until, most);
    const missed = catchUp ? [] : due.filter((at) => until - at > LATE_MS);
    if (missed.length > 0) void this.#miss(job, missed);
    for (const dueAt of due.slice(missed.length)) this.#run(job, dueAt);
  }

  /** Sees to a run that an earlier gateway claimed and did not live to end: runs it, or records it as lost or missed. */
  async #takeUp(job: Job, { lastDueAt, lastStatus, started }: CronRecord, now: number): Promise<void> {
    const { guildId, cron } = job;
    if (lastDueAt === undefined || lastStatus !== undefined || this.#pending.has(keyOf(job, lastDueAt))) {
      return;
    }
    const inTime = cron.catchUp || now - lastDueAt <= LATE_MS;
    const latest = cron.catchUp === "all" || missedDue(cron, lastDueAt, now, 1).length === 0;
    if (!started && inTime && latest) return this.#run(job, lastDueAt, { claimed: true });
    const status = started ? "lost" : "missed";
    await insist(() => this.parts.storage.finish(guildId, cron.name, lastDueAt, status));
  }

  /** Never rejects. */
  async #miss({ guildId, cron }: Job, dueTimes: number[]): Promise<void> {
    this.parts.metrics.crons.inc({ outcome: "missed" }, dueTimes.length);
    for (const dueAt of dueTimes) this.parts.onPassed(guildId, cron.name, dueAt, "cron-missed");
    const { storage, log } = this.parts;
    await insist(() => storage.miss(guildId, cron.name, dueTimes.at(-1)!, dueTimes.length)).catch((error) => {
      log.error({ guildId, err: error }, `Cannot record missed runs of cron job "${cron.name}"`);
    });
  }

  /** A job that makes up for every run runs them one after the other: an older one cannot be claimed after a newer. */
  #run(job: Job, dueAt: number, { claimed = false } = {}): void {
    if (job.cron.catchUp !== "all") return void this.#fire(job, dueAt, claimed);
    job.tail = job.tail.then(() =>
      this.#editions.get(job.guildId) === job.edition ? this.#fire(job, dueAt, claimed) : undefined
    );
  }

  /** Never rejects. */
  async #fire(job: Job, dueAt: number, claimed: boolean): Promise<void> {
    const { log } = this.parts;
    const { guildId, cron } = job;
    if (!this.parts.present(guildId)) return;
    const place = (error: unknown) => ({ guildId, job: cron.name, err: error });
    try {
      if (!claimed && !await this.#claim(job, dueAt)) return;
    } catch (error) {
      log.error(place(error), `Cannot run cron job "${cron.name}" of guild ${guildId}`);
      return await this.#miss(job, [dueAt]);
    }
    await this.#deliver(job, dueAt).catch((error) => {
      log.error(place(error), `Cannot record the end of cron job "${cron.name}" of guild ${guildId}`);
    });
  }

  /**
   * Whether this gateway may begin the run. Where a try failed, the claim may have been made all the same: then it is ours as
   * long as the run has not begun, which storage allows once only.
   */
  async #claim({ guildId, cron: { name } }: Job, dueAt: number): Promise<boolean> {
    const { storage } = this.parts;
    let failed = false;
    return await insist(async () => {
      try {
        if (await storage.claim(guildId, name, dueAt)) return true;
        const record = failed ? (await storage.read(guildId))[name] : undefined;
        return record?.lastDueAt === dueAt && !record.started && record.lastStatus === undefined;
      } catch (error) {
        failed = true;
        throw error;
      }
    });
  }

  /** Runs what was claimed, or records it as skipped; rejects where storage does. */
  async #deliver(job: Job, dueAt: number): Promise<void> {
    const { storage, metrics } = this.parts;
    const { guildId, cron } = job;
    if (this.#pending.has(keyOf(job)) && cron.skipIfRunning) {
      metrics.crons.inc({ outcome: "skipped" });
      this.parts.onPassed(guildId, cron.name, dueAt, "cron-overlap");
      return await insist(() => storage.finish(guildId, cron.name, dueAt, "skipped"));
    }
    await this.#attempt(job, dueAt);
  }

  /** Runs what was claimed and records how it ended; rejects where storage does. */
  async #attempt(job: Job, dueAt: number): Promise<Outcome> {
    const { storage, metrics, deliver } = this.parts;
    const name = keyOf(job), run = keyOf(job, dueAt);
    this.#pending.add(name).add(run);
    const outcome = await deliver(this.#event(job, dueAt)).finally(() => {
      this.#pending.delete(run);
      this.#pending.delete(name);
    });
    metrics.crons.inc({ outcome: outcome.status });
    // Not recorded: the next gateway takes it up.
    if (outcome.status === "dropped" && outcome.why === "stopping") return outcome;
    await insist(() => storage.finish(job.guildId, job.cron.name, dueAt, outcome.status));
    return outcome;
  }

  #event({ guildId, cron }: Job, dueAt: number): DispatchEvent {
    const msg = { name: cron.name, scheduledAt: new Date(dueAt).toISOString() };
    return ownEvent({ guildId, kind: "cron", event: "cron", msg, receivedAt: this.#timing.now() });
  }
}

/** Names a job, the same after each deploy, or one run of it. */
function keyOf({ guildId, cron }: Job, dueAt?: number): string {
  return JSON.stringify([guildId, cron.name, dueAt]);
}

/**
 * @module Fires what scripts scheduled, for every guild from one timer. Storage decides who fires: an entry is claimed
 * there, and forgotten when its handlers have ended. A gateway that dies in between leaves it to the next one.
 */
import type { DispatchEvent, GuildId } from "@flora/model";
import { clock } from "@flora/model/clock";
import { type ClaimedSchedule, insist, type ScheduleStorage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { Timing } from "../cron/clock.ts";
import type { GatewayMetrics } from "../metrics.ts";
import { ownEvent } from "../own-event.ts";
import type { Outcome } from "../pool/worker-link.ts";

export interface ScheduleParts {
  storage: ScheduleStorage;
  /** Runs the event in the guild's script; answers how it ended, never rejects. */
  deliver(event: DispatchEvent): Promise<Outcome>;
  /** Whether the bot is in the guild, with a script that handles schedules. */
  serves(guildId: GuildId): boolean;
  /** Tells the guild's owner. */
  warn(guildId: GuildId, message: string): void;
  metrics: GatewayMetrics;
  log: Logger;
  timing?: Timing;
}

/** Scripts put entries at any time: one that is due sooner than this after it was put may fire this much late. */
const LOOK_EVERY_MS = 1_000;
/** Claims of a gateway that died are free again after this. Handlers that take longer are claimed again meanwhile. */
const CLAIM_MS = 60_000;
const CLAIMED_AT_ONCE = 500;
/** What no worker took is tried again after this, doubled each time up to the longest. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** About an hour and a half of retries. */
const MOST_ATTEMPTS = 20;
/** What no script handles waits for a deploy; until then it is looked at the less often the older it is. */
const UNSERVED_MS = 60_000;
const LONGEST_UNSERVED_MS = 86_400_000;

export class ScheduleClock {
  readonly #timing: Timing;
  /** Entries whose handlers run now. */
  readonly #firing = new Set<number>();
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(private readonly parts: ScheduleParts) {
    this.#timing = parts.timing ?? clock;
  }

  /** To be called once the guilds are known. */
  async start(): Promise<void> {
    await this.#quietly("wake schedules", () => this.parts.storage.wake());
    await this.#look();
  }

  /** A script or the bot came to the guild: what waited for that fires. */
  async wake(guildId: GuildId): Promise<void> {
    if (!this.parts.serves(guildId)) return;
    await this.#quietly("wake schedules", () => this.parts.storage.wake(guildId));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Fires what is due, and looks again when the next entry is. */
  async #look(): Promise<void> {
    const next = await this.#quietly("read schedules", () => this.#fireDue());
    if (this.#stopped) return;
    const sleepMs = Math.min(LOOK_EVERY_MS, (next ?? Infinity) - this.#timing.now());
    this.#cancel = this.#timing.after(Math.max(0, sleepMs), () => void this.#look());
  }

  /** Answers when the next entry is due. */
  async #fireDue(): Promise<number | null> {
    const { storage } = this.parts;
    const next = await storage.nextAt();
    const now = this.#timing.now();
    if (next === null || next > now) return next;
    for (const entry of await storage.claim({ until: now + CLAIM_MS, limit: CLAIMED_AT_ONCE })) {
      if (!this.#firing.has(entry.id)) void this.#fire(entry);
    }
    return await storage.nextAt();
  }

  /** Never rejects. */
  async #fire(entry: ClaimedSchedule): Promise<void> {
    const { id, guildId, attempt } = entry;
    this.#firing.add(id);
    await this.#quietly(`fire a schedule of guild ${guildId}`, async () => {
      const { storage, metrics } = this.parts;
      if (!this.parts.serves(guildId)) {
        metrics.schedules.inc({ outcome: "unserved" });
        return await storage.postpone(id, this.#laterFor(entry), attempt - 1);
      }
      const outcome = await this.parts.deliver(this.#event(entry));
      metrics.schedules.inc({ outcome: outcome.status });
      if (outcome.status !== "dropped") return await insist(() => storage.finish(id));
      if (attempt < MOST_ATTEMPTS) {
        const waitMs = Math.min(RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
        return await insist(() => storage.postpone(id, this.#timing.now() + waitMs, attempt));
      }
      await insist(() => storage.finish(id));
      const name = JSON.stringify(entry.name);
      this.parts.warn(guildId, `Schedule ${name} is given up: it could not be run ${attempt} times`);
    });
    this.#firing.delete(id);
  }

  #laterFor({ dueAt }: ClaimedSchedule): number {
    const now = this.#timing.now();
    return now + Math.min(Math.max(now - dueAt, UNSERVED_MS), LONGEST_UNSERVED_MS);
  }

  #event({ guildId, name, dueAt, payload, attempt }: ClaimedSchedule): DispatchEvent {
    const msg = { name, at: new Date(dueAt).toISOString(), payload };
    const receivedAt = this.#timing.now();
    return ownEvent({ guildId, kind: "cron", event: "schedule", msg, receivedAt, redelivered: attempt > 1 });
  }

  /** Undefined where it failed, which the operator is told; what is claimed comes back by itself. */
  async #quietly<T>(what: string, action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!this.#stopped) this.parts.log.error({ err: error }, `Cannot ${what}`);
      return undefined;
    }
  }
}

/**
 * @module Keeps in storage how far Discord's events are finished, so that the next process goes on there: within the minutes
 * for which Discord keeps a session, nothing is missed while no gateway runs, however the last one ended.
 */
import { z } from "zod";
import type { MetaStorage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";

const KEY = "discord.sessions";
/** What finishes sooner after the last write runs again where the process is killed, marked as redelivered. Milliseconds. */
const EVERY_MS = 500;

/** Where one shard's session is to be resumed. */
const ResumePoint = z.object({
  sessionId: z.string(),
  resumeURL: z.url(),
  shardId: z.number().int().nonnegative(),
  shardCount: z.number().int().positive(),
  intents: z.number().int().nonnegative(),
  /** Everything up to here is finished… */
  sequence: z.number().int().nonnegative(),
  /** …and these besides. */
  done: z.array(z.number().int()),
});
export type ResumePoint = z.infer<typeof ResumePoint>;

const Stored = z.object({ applicationId: z.string(), points: z.array(ResumePoint) });

export interface ResumePointsOptions {
  storage: MetaStorage;
  applicationId: string;
  /** How many shards there are to be. */
  shards: number | "auto";
  log: Logger;
}

export class ResumePoints {
  #timer: ReturnType<typeof setInterval> | undefined;
  #points: () => ResumePoint[] = () => [];
  #written = "";
  #writtenAt = 0;

  constructor(private readonly options: ResumePointsOptions) {}

  /** One point per shard; empty where what is stored is of another application or number of shards. */
  async read(): Promise<ResumePoint[]> {
    const { storage, applicationId, shards } = this.options;
    const stored = Stored.safeParse(JSON.parse(await storage.get(KEY) ?? "null"));
    if (!stored.success || stored.data.applicationId !== applicationId) return [];
    const { points } = stored.data;
    const count = points[0]?.shardCount;
    const whole = points.length === count && points.every((point) => point.shardCount === count);
    return whole && (shards === "auto" || shards === count) ? points : [];
  }

  /** Writes down what `points` answers, from now on. */
  follow(points: () => ResumePoint[]): void {
    this.#points = points;
    this.#timer = setInterval(() => void this.#write(), EVERY_MS);
  }

  /** Something has finished: written down at once where the last time is long enough ago. */
  touch(): void {
    if (this.#timer !== undefined && Date.now() - this.#writtenAt >= EVERY_MS) void this.#write();
  }

  /** Writes them down once more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#write();
  }

  /** Never rejects. A new session has no points at first: until it has, what is stored of the one before stays. */
  async #write(): Promise<void> {
    const { storage, applicationId, log } = this.options;
    const points = this.#points();
    const text = JSON.stringify({ applicationId, points });
    if (points.length === 0 || text === this.#written) return;
    this.#writtenAt = Date.now();
    try {
      await storage.set(KEY, text);
      this.#written = text;
    } catch (error) {
      log.warn({ err: error }, "Cannot write down where to resume Discord's sessions");
    }
  }
}

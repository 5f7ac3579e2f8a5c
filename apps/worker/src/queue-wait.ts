import type { Guild } from "./guild.ts";

/** A wait that its owner is told of, and how long nobody is told of another one then. Milliseconds. */
const LONG_MS = 1_000;
const QUIET_MS = 60_000;

/** How long a guild's dispatches wait for their turn: their deadlines start with the turn, so nothing else tells of it. */
export class QueueWait {
  #totalMs = 0;
  #longestMs = 0;
  #toldAt = -Infinity;

  constructor(private readonly guild: Pick<Guild, "voice" | "services">) {}

  /** One dispatch starts, `waitedMs` after it came. */
  add(waitedMs: number, place: { dispatchId: string; event: string }): void {
    this.guild.services.metrics.queueWait.observe(waitedMs / 1_000);
    this.#totalMs += waitedMs;
    this.#longestMs = Math.max(this.#longestMs, waitedMs);
    if (waitedMs < LONG_MS) return;
    const now = this.guild.services.now();
    if (now - this.#toldAt < QUIET_MS) return;
    this.#toldAt = now;
    const seconds = (waitedMs / 1_000).toFixed(1);
    this.guild.voice.say("warn", `Dispatch of ${place.event} waited ${seconds} s for its turn`, place);
  }

  /** Since the guild came to this worker, in whole milliseconds. */
  get figures(): { queueWaitMs: number; longestQueueWaitMs: number } {
    return { queueWaitMs: Math.round(this.#totalMs), longestQueueWaitMs: Math.round(this.#longestMs) };
  }
}

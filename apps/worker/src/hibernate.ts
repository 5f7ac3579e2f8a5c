import type { Guilds } from "./guilds.ts";
import type { GuildSlot } from "./slot.ts";

export interface HibernationRules {
  /** An isolate unused for this long is ended; 0 for never. Milliseconds. */
  idleMs: number;
  /** Above this memory of the worker and all its isolates, as it is measured, the least recently used idle ones are ended. */
  memoryBytes: number;
}

interface Sleeper {
  readonly lastUsedAt: number;
  readonly idle: boolean;
  readonly awake: boolean;
  readonly awakeUntil: number;
  readonly ownBytes: number;
}

/**
 * Which isolates to end now: those idle for too long, then the least recently used while memory is short, those that asked
 * to stay awake last. `hostBytes` is what the worker's process itself takes: isolates that live inside it, whose memory
 * nobody can tell apart, count for an even share of that.
 */
export function chooseSleepers<S extends Sleeper>(
  slots: Iterable<S>,
  rules: HibernationRules,
  { now, hostBytes }: { now: number; hostBytes: number },
): S[] {
  const awake = [...slots].filter((slot) => slot.awake).map((slot) => ({ slot, bytes: slot.ownBytes }));
  let total = awake.reduce((sum, { bytes }) => sum + bytes, hostBytes);
  const chosen: S[] = [];
  const asked = ({ slot }: { slot: S }) => slot.awakeUntil > now;
  const order = awake.sort((a, b) =>
    Number(asked(a)) - Number(asked(b)) || a.slot.lastUsedAt - b.slot.lastUsedAt
  );
  for (const one of order) {
    const { slot, bytes } = one;
    if (!slot.idle) continue;
    const tooLong = rules.idleMs > 0 && now - slot.lastUsedAt >= rules.idleMs && !asked(one);
    if (!tooLong && total <= rules.memoryBytes) continue;
    chosen.push(slot);
    total -= bytes || hostBytes / awake.length;
  }
  return chosen;
}

/** Ends idle isolates every `everyMs`; answers the function that stops doing so. */
export function startHibernation(
  guilds: Guilds,
  rules: HibernationRules,
  { everyMs, now, onError }: { everyMs: number; now(): number; onError(error: unknown): void },
): () => void {
  const timer = setInterval(() => {
    const figures = { now: now(), hostBytes: Deno.memoryUsage().rss };
    const chosen: GuildSlot[] = chooseSleepers(guilds, rules, figures);
    for (const slot of chosen) slot.hibernate().catch(onError);
  }, everyMs);
  return () => clearInterval(timer);
}

import type { Guilds } from "./guilds.ts";
import type { GuildSlot } from "./slot.ts";

export interface HibernationRules {
  /** An isolate unused for this long is ended; 0 for never. Milliseconds. */
  idleMs: number;
  /** Above this resident memory of all isolates, the least recently used idle ones are ended. */
  memoryBytes: number;
}

interface Sleeper {
  readonly lastUsedAt: number;
  readonly idle: boolean;
  readonly awake: boolean;
  stats(): { residentBytes: number };
}

/** Which isolates to end now: those idle for too long, then the least recently used while memory is short. */
export function chooseSleepers<S extends Sleeper>(
  slots: Iterable<S>,
  rules: HibernationRules,
  now: number,
): S[] {
  const awake = [...slots].filter((slot) => slot.awake).map((slot) => ({
    slot,
    bytes: slot.stats().residentBytes,
  }));
  let total = awake.reduce((sum, { bytes }) => sum + bytes, 0);
  const chosen: S[] = [];
  for (const { slot, bytes } of awake.sort((a, b) => a.slot.lastUsedAt - b.slot.lastUsedAt)) {
    if (!slot.idle) continue;
    const tooLong = rules.idleMs > 0 && now - slot.lastUsedAt >= rules.idleMs;
    if (!tooLong && total <= rules.memoryBytes) continue;
    chosen.push(slot);
    total -= bytes;
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
    const chosen: GuildSlot[] = chooseSleepers(guilds, rules, now());
    for (const slot of chosen) slot.hibernate().catch(onError);
  }, everyMs);
  return () => clearInterval(timer);
}

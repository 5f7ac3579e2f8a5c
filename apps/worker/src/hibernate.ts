import type { Guilds } from "./guilds.ts";
import type { Services } from "./services.ts";
import type { GuildSlot } from "./slot.ts";

const MIB = 1024 * 1024;

export interface HibernationRules {
  /** An isolate unused for this long is ended; 0 for never. Milliseconds. */
  idleMs: number;
  /** Above this memory of the worker, its isolates and its spares, as measured, the least recently used idle isolates are ended. */
  memoryBytes: number;
}

/** What no guild's sleep gives back, in bytes. */
export interface MemoryFigures {
  hostBytes: number;
  spareBytes: number;
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
  { now, hostBytes, spareBytes }: MemoryFigures & { now: number },
): S[] {
  const awake = [...slots].filter((slot) => slot.awake).map((slot) => ({ slot, bytes: slot.ownBytes }));
  let total = awake.reduce((sum, { bytes }) => sum + bytes, hostBytes + spareBytes);
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

/** What to tell the operator where the budget would not even do for a worker whose guilds are all asleep. */
export function shortage(
  slots: Iterable<Pick<Sleeper, "awake">>,
  { memoryBytes }: HibernationRules,
  { hostBytes, spareBytes }: MemoryFigures,
): string | undefined {
  const bytes = hostBytes + spareBytes;
  if (bytes <= memoryBytes || [...slots].some(({ awake }) => awake)) return undefined;
  const [taken, most] = [bytes, memoryBytes].map((value) => `${(value / MIB).toFixed(1)} MiB`);
  return `Cannot keep guilds awake: the worker and its spares alone take ${taken}, at most ${most} with all guilds`;
}

/** Ends idle isolates every `everyMs`; answers the function that stops doing so. */
export function startHibernation(
  { guilds, isolates, log, now }: Pick<Services, "isolates" | "log" | "now"> & { guilds: Guilds },
  rules: HibernationRules & { everyMs: number },
): () => void {
  let told = false;
  const timer = setInterval(() => {
    const figures = { hostBytes: Deno.memoryUsage().rss, spareBytes: isolates.spareBytes() };
    const short = told ? undefined : shortage(guilds, rules, figures);
    if (short !== undefined) {
      log.warn(short);
      told = true;
    }
    const chosen: GuildSlot[] = chooseSleepers(guilds, rules, { now: now(), ...figures });
    for (const slot of chosen) {
      slot.hibernate().catch((error) => log.error({ err: error }, "Cannot hibernate a guild"));
    }
  }, rules.everyMs);
  return () => clearInterval(timer);
}

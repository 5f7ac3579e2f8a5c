import type { UserId } from "@flora/model";

const MOST = 10;
const WINDOW_MS = 600_000;

/** Counts the codes that people got wrong, so that nobody tries them all. */
export class WrongCodes {
  readonly #people = new Map<UserId, { count: number; until: number }>();

  constructor(private readonly now: () => number) {}

  /** 0 where somebody may try, else the milliseconds until they may. */
  waitMs(userId: UserId): number {
    const known = this.#people.get(userId);
    if (!known || known.count < MOST) return 0;
    return Math.max(0, known.until - this.now());
  }

  add(userId: UserId): void {
    const now = this.now();
    for (const [id, { until }] of this.#people) if (until <= now) this.#people.delete(id);
    const known = this.#people.get(userId) ?? { count: 0, until: now + WINDOW_MS };
    this.#people.set(userId, { ...known, count: known.count + 1 });
  }
}

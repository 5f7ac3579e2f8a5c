import type { GuildId } from "@flora/model";
import type { Logger } from "@flora/telemetry";
import type { Pool } from "../pool/pool.ts";
import type { WorkerLink } from "../pool/worker-link.ts";
import type { MoveReason } from "./move.ts";
import type { Router } from "./route.ts";

/** Moves at once: enough to be quick, few enough that a worker still answers its guilds. */
const MOVES_AT_ONCE = 4;
/** What cannot move now, because it is deployed or a handler runs, is looked for again after this long. Milliseconds. */
const AGAIN_MS = 1_000;

/** Brings every guild to the worker it belongs to, after each change of the pool. */
export class Rebalancer {
  #running: Promise<void> | undefined;
  #again = false;
  /** How many wait for a worker to become empty. */
  #pressing = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(private readonly router: Router, private readonly pool: Pool, private readonly log: Logger) {}

  /** Looks now, or once more when it is looking already. Resolves when all that can move has moved. */
  start(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#again = true;
    return this.#running ??= this.#run().finally(() => this.#running = undefined);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Moves everything off a worker; resolves when it owns nothing, or after `timeoutMs` with what is left. */
  async empty(link: WorkerLink, timeoutMs: number): Promise<GuildId[]> {
    const deadline = Date.now() + timeoutMs;
    this.#pressing++;
    await this.start();
    while (this.router.guildsOf(link).length > 0 && Date.now() < deadline && !this.#stopped) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS / 10));
      await this.start();
    }
    this.#pressing--;
    return this.router.guildsOf(link);
  }

  #reason(guildId: GuildId): MoveReason {
    const owner = this.router.currentOwner(guildId);
    return owner && this.pool.isDraining(owner.name) ? "drain" : "rebalance";
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const away = this.router.misplaced(this.#pressing > 0);
      const work = async () => {
        for (let next = away.pop(); next; next = away.pop()) {
          const home = this.pool.owner(next);
          if (!home || this.#stopped) continue;
          await this.router.migrate(next, home, this.#reason(next)).catch(() => {});
        }
      };
      if (away.length > 0) this.log.info(`Moving ${away.length} guilds to the workers they belong to`);
      await Promise.all(Array.from({ length: MOVES_AT_ONCE }, work));
      this.#lookAgain();
    }
  }

  /** What could not move is not forgotten, however long it takes. */
  #lookAgain(): void {
    clearTimeout(this.#timer);
    const waitMs = Math.max(AGAIN_MS, this.router.nextMoveAt() - Date.now());
    if (waitMs < Infinity && !this.#stopped) this.#timer = setTimeout(() => void this.start(), waitMs);
  }
}

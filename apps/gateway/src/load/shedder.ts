/** @module Looks at the workers from time to time and moves guilds off those that stay busy. */
import type { Logger } from "@flora/telemetry";
import type { Pool } from "../pool/pool.ts";
import type { WorkerLink } from "../pool/worker-link.ts";
import type { Router } from "../router/route.ts";
import { LoadMeter } from "./meter.ts";
import { defaultLoadRules, type LoadRules, planSheds, type Shed } from "./plan.ts";

export interface ShedderParts {
  pool: Pool;
  router: Pick<Router, "migrate" | "mayMove">;
  log: Logger;
  /** Cores that all workers share. */
  cores: number;
  rules?: LoadRules;
}

const STATS_TIMEOUT_MS = 4_000;

export class Shedder {
  readonly #meter: LoadMeter;
  readonly #rules: LoadRules;
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;

  constructor(private readonly parts: ShedderParts) {
    this.#rules = parts.rules ?? defaultLoadRules;
    this.#meter = new LoadMeter(this.#rules, () => parts.cores / Math.max(1, parts.pool.workers.length));
  }

  start(everyMs: number): void {
    this.#timer = setInterval(() => void this.look(Date.now()), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Load of each worker as it was read last; 1 is all it can do. */
  loads(): Map<string, number> {
    return new Map(this.#meter.loads(() => false).map(({ name, load }) => [name, load]));
  }

  /** Reads every worker and makes the moves that are due. Never rejects. */
  async look(now: number): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const { pool, router } = this.parts;
    await Promise.all(pool.workers.map((link) => this.#read(link, now)));
    this.#meter.keep(new Set(pool.workers.map(({ name }) => name)), now);
    const loads = this.#meter.loads((guildId) => pool.pinOf(guildId) === undefined && router.mayMove(guildId))
      .filter(({ name }) => !pool.isDraining(name));
    for (const shed of planSheds(loads, this.#rules, now)) await this.#shed(shed, now);
    this.#looking = false;
  }

  /** A worker that does not answer is not known to be busy. */
  async #read(link: WorkerLink, now: number): Promise<void> {
    const stats = await link.call("stats", {}, STATS_TIMEOUT_MS).catch(() => undefined);
    if (stats) this.#meter.read(link.name, { ownCpuMs: stats.cpuMs, guilds: stats.guilds }, now);
  }

  async #shed(shed: Shed, now: number): Promise<void> {
    const { pool, router, log } = this.parts;
    const target = pool.find(shed.to);
    if (!target) return;
    try {
      await router.migrate(shed.guildId, target, "load");
      pool.settle(shed.guildId, shed.to);
      this.#meter.shed(shed, now);
      log.info({ ...shed }, `${shed.from} is busy: guild ${shed.guildId} moved to ${shed.to}`);
    } catch (error) {
      log.info({ ...shed, err: error }, `Cannot move guild ${shed.guildId} off ${shed.from}, which is busy`);
    }
  }
}

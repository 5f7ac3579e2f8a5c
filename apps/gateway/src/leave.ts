/** @module A worker that is about to stop says so, and its guilds go to the others before it does. */
import type { Logger } from "@flora/telemetry";
import type { Pool } from "./pool/pool.ts";
import type { WorkerLink } from "./pool/worker-link.ts";
import type { Rebalancer } from "./router/rebalance.ts";

export interface LeaveParts {
  pool: Pool;
  rebalancer: Rebalancer;
  log: Logger;
}

/** Workers that stop together, because all of flora does, say so within this time. Milliseconds. */
const TOGETHER_MS = 150;
/** A worker that stops is given this long to become empty. */
const LEAVE_MS = 5_000;

/** Resolves with how many guilds are left on it; they are placed anew once it is gone. */
export async function leave(link: WorkerLink, { pool, rebalancer, log }: LeaveParts): Promise<number> {
  pool.drain(link.name, true);
  await new Promise((resolve) => setTimeout(resolve, TOGETHER_MS));
  if (pool.workers.every(({ name }) => pool.isDraining(name))) return 0;
  const left = await rebalancer.empty(link, LEAVE_MS);
  log.info(`${link.name} is about to stop: ${left.length} guilds are left on it`);
  return left.length;
}

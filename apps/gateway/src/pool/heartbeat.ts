import type { Logger } from "@flora/telemetry";
import { endStuck } from "./end-stuck.ts";
import type { WorkerLink } from "./worker-link.ts";

export interface HeartbeatOptions {
  everyMs: number;
  /** A worker that has not answered for this long counts as dead. */
  deadMs: number;
}

const defaultHeartbeat: HeartbeatOptions = { everyMs: 1_000, deadMs: 10_000 };

/**
 * Asks a worker again and again whether it is there, and cuts the link of one that does not answer: stopped or stuck, it
 * owns nothing any more. One that comes back finds its link closed and its leases taken; one that does not is killed. Ends
 * with the link.
 */
export function watchWorker(
  link: WorkerLink,
  log: Logger,
  options: HeartbeatOptions = defaultHeartbeat,
): void {
  const timer = setInterval(async () => {
    try {
      await link.ping(options.deadMs);
    } catch (error) {
      if (closed) return;
      log.error(
        `${link.name} (process ${link.pid}) does not answer: ${
          (error as Error).message
        }; its guilds go elsewhere`,
      );
      link.cut();
      endStuck(link, log);
    }
  }, options.everyMs);
  let closed = false;
  void link.closed.then(() => {
    closed = true;
    clearInterval(timer);
  });
}

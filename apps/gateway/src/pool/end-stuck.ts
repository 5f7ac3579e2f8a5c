import process from "node:process";
import { setTimeout } from "node:timers";
import type { Logger } from "@flora/telemetry";
import type { WorkerLink } from "./worker-link.ts";

/** A process whose link was cut ends by itself; one that has not after this long hangs. Milliseconds. */
const GRACE_MS = 15_000;

/**
 * Kills a worker that hangs: stopped in the middle of a write, it would keep everybody else from the store. Only one that
 * the gateway's own parent has started, so never a stranger who has its process id now or on another machine.
 */
export function endStuck({ name, pid }: Pick<WorkerLink, "name" | "pid">, log: Logger): void {
  const born = birthOf(pid);
  if (born === undefined || born.parent !== process.ppid) return;
  const timer = setTimeout(() => {
    if (birthOf(pid)?.at !== born.at) return;
    log.error(`${name} (process ${pid}) hangs: it is killed, and started anew`);
    process.kill(pid, "SIGKILL");
  }, GRACE_MS);
  timer.unref();
}

/** Parent and time of birth, by which the kernel tells processes of one id apart; undefined where it does not say. */
function birthOf(pid: number): { parent: number; at: string } | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), at: fields[19]! };
  } catch {
    return undefined;
  }
}

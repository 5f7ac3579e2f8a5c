import process from "node:process";

/** Of the kernel's clock. */
const TICK_MS = 10;
const UTIME = 11;
const STIME = 12;

/**
 * CPU time of the worker's own thread since its start: guests that are threads beside it are not counted. Of the whole
 * process where the system does not tell threads apart.
 */
export function ownCpuMs(): number {
  try {
    const stat = Deno.readTextFileSync(`/proc/self/task/${Deno.pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[UTIME]) + Number(fields[STIME])) * TICK_MS;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  }
}

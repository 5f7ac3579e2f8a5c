/** @module Memory of processes as the kernel counts it. */

const KIB = 1024;
export const MIB = 1024 * KIB;

/** Proportional set size: memory shared with others counts in equal parts. Resident size where the kernel shows no other. */
export function memoryOf(pid: number): number {
  try {
    const rollup = Deno.readTextFileSync(`/proc/${pid}/smaps_rollup`);
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)![1]) * KIB;
  } catch {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) * KIB;
  }
}

/** Processes this one has started and that run. */
export function childProcesses(): number[] {
  const parent = new RegExp(`^PPid:\\s+${Deno.pid}$`, "m");
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => {
    try {
      return pid > 0 && parent.test(Deno.readTextFileSync(`/proc/${pid}/status`));
    } catch {
      return false;
    }
  });
}

/** Mean of what each has. */
export function meanMib(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + memoryOf(pid), 0) / pids.length / MIB;
}

/** Process ids of a process's running children. Linux only. */
export function childrenOf(parent: number): number[] {
  const found: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = readStat(pid);
    if (stat?.parent === parent && stat.state !== "Z") found.push(pid);
  }
  return found;
}

/** CPU time a process has used, in ticks of the kernel; 0 once it is gone. */
export function cpuTicks(pid: number): number {
  return readStat(pid)?.ticks ?? 0;
}

export function isAlive(pid: number): boolean {
  const stat = readStat(pid);
  return stat !== undefined && stat.state !== "Z" && stat.state !== "X";
}

function readStat(pid: number): { state: string; parent: number; ticks: number } | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0]!, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}

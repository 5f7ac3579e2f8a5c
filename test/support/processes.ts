/** @module The processes of the system, as /proc tells them. */

/** A pid alone is not enough: it is given to another process later. */
export interface Process {
  pid: number;
  /** Clock ticks since boot. */
  startedAt: number;
}

/** Every process below this one that lives now, guests included. */
export function descendants(pid: number): Process[] {
  const children = Map.groupBy(all(), ({ parent }) => parent);
  const below = (one: number): Process[] =>
    (children.get(one) ?? []).flatMap(({ pid, startedAt }) => [{ pid, startedAt }, ...below(pid)]);
  return below(pid);
}

/** Those of these processes that still run; one that has ended and waits for its parent does not. */
export function stillRunning(processes: Iterable<Process>): Process[] {
  const startedAt = new Map(all().filter(({ ended }) => !ended).map((one) => [one.pid, one.startedAt]));
  return [...processes].filter((one) => startedAt.get(one.pid) === one.startedAt);
}

function all(): (Process & { parent: number; ended: boolean })[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The command's name is in parentheses and may hold anything; what follows begins with the third field.
      const [, rest] = /^.*\) (.*)$/s.exec(Deno.readTextFileSync(`/proc/${name}/stat`))!;
      const fields = rest!.split(" ");
      const ended = fields[0] === "Z" || fields[0] === "X";
      return [{ pid: Number(name), parent: Number(fields[1]), startedAt: Number(fields[19]), ended }];
    } catch {
      return [];
    }
  });
}

/** Processes that were started with this in their environment. */
export function startedWith(variable: string): number[] {
  return all().map(({ pid }) => pid).filter((pid) => {
    try {
      return Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0").includes(variable);
    } catch {
      return false;
    }
  });
}

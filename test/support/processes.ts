/** @module The processes of the system, as /proc tells them. */

/** Every process below this one that lives now, guests included. */
export function descendants(pid: number): number[] {
  const children = Map.groupBy(all(), ({ parent }) => parent);
  const below = (one: number): number[] =>
    (children.get(one) ?? []).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(pid);
}

function all(): { pid: number; parent: number }[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The command's name is in parentheses and may hold anything.
      const [, fields] = /^.*\) (.*)$/s.exec(Deno.readTextFileSync(`/proc/${name}/stat`))!;
      return [{ pid: Number(name), parent: Number(fields!.split(" ")[1]) }];
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

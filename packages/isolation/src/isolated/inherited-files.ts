/** The bit of an open file's flags that ends it at exec, as the kernel shows them (octal). */
const CLOSE_ON_EXEC = 0o2000000;
const STDIO = 2;

/**
 * Files this process was started with and would hand on to every program it starts. Deno marks what it opens itself;
 * what a shell or a service manager left open is not marked.
 */
export function inheritedFiles(): number[] {
  try {
    return Array.from(Deno.readDirSync("/proc/self/fdinfo"), ({ name }) => Number(name)).filter(survivesExec);
  } catch {
    return [];
  }
}

function survivesExec(fd: number): boolean {
  if (fd <= STDIO) return false;
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(Deno.readTextFileSync(`/proc/self/fdinfo/${fd}`))?.[1] ?? "0";
    return (parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    return false;
  }
}

import type { GuestImage } from "../src/contract.ts";
import { runnerUrl } from "../src/isolated/command.ts";

/** Lists the ids of processes that run this image's runner; none where the system does not show them. */
export function processesOf(image: GuestImage): () => string[] {
  const runner = runnerUrl(Deno.readFileSync(image.runnerPath));
  return () => Deno.build.os === "linux" ? pids().filter((pid) => commandLine(pid).includes(runner)) : [];
}

const pids = () =>
  Array.from(Deno.readDirSync("/proc"), ({ name }) => name).filter((name) => /^\d+$/.test(name));

function commandLine(pid: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`);
  } catch {
    return "";
  }
}

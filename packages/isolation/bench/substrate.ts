import { defaultLimits } from "@flora/model";
import { guestCommand, runnerUrl } from "../src/isolated/command.ts";
import { ProcFiles } from "../src/host/proc-files.ts";
import { timed } from "./statistics.ts";

const script = await Deno.readFile(new URL("./substrate.js", import.meta.url));
const MIB = 1024 * 1024;

/** One bare process and its pipes, ready. */
async function boot() {
  const command = guestCommand({
    denoPath: Deno.execPath(),
    runner: runnerUrl(script),
    layers: [],
    limits: defaultLimits,
  });
  const child = command.spawn();
  const reader = child.stdout.getReader();
  const writer = child.stdin.getWriter();
  await reader.read();
  const end = async () => {
    child.kill("SIGKILL");
    await Promise.allSettled([writer.abort(), reader.cancel(), child.stderr.cancel(), child.status]);
  };
  return { child, reader, writer, end };
}

/** What the bare process with the same flags and channel takes; times in milliseconds. */
export async function measureSubstrate(boots: number, trips: number) {
  const bootMs = await timed(boots, async () => await (await boot()).end());
  const { child, reader, writer, end } = await boot();
  const frame = new Uint8Array(300);
  const tripMs = await timed(trips, async () => {
    await writer.write(frame);
    for (let left = frame.byteLength; left > 0;) left -= (await reader.read()).value!.byteLength;
  });
  const files = new ProcFiles(`/proc/${child.pid}`);
  const mib = files.measure().residentBytes / MIB;
  files.close();
  await end();
  return { bootMs, tripMs, mib };
}

/**
 * Runs every test and ends with one line `N passed, N failed`, which CI reads; what failed is shown once more before it, so
 * that the end of a long log tells why. Arguments name files or folders; without any, everything runs: first the unit tests,
 * each package and app in a process of its own, two at a time, then what starts several processes, one file at a time.
 *
 * Processes and not threads of one (`deno test --parallel`): a process that one test starts would hold files and sockets of
 * the test beside it for a moment, and what is counted for a process would be that of both.
 */
import { startTests, type TestProcess } from "./test/test-process.ts";
import { unitFolders } from "./test/unit-folders.ts";

const AT_ONCE = 2;
const TELL_EVERY_MS = 60_000;
/** So many bytes a pipe takes whole or not at all. */
const PIPE_BUF = 4096;
const PIPE_FULL_MS = 20;

const phases: string[][][] = Deno.args.length > 0
  ? [[Deno.args]]
  : [unitFolders().map((folder) => [folder]), [["test"]]];

const startedAt = performance.now();
const seconds = () => `${Math.round((performance.now() - startedAt) / 1_000)} s`;
const total = { passed: 0, failed: 0, skipped: 0 };
const reasons: string[] = [];
const running = new Map<string, TestProcess>();
let interrupted = false;

/** Runs one process; alone it is shown as it goes, beside others in one piece when it has ended. */
async function run(paths: string[], alone: boolean): Promise<void> {
  const name = paths.join(" ");
  show(`\n== ${name} starts, ${seconds()}\n`);
  const process = startTests(paths, alone ? show : () => {});
  running.set(name, process);
  const { output, reasons: why, ...counts } = await process.outcome;
  running.delete(name);
  if (!alone) show(`\n== ${name} ended, ${seconds()}\n${output}`);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (why) reasons.push(`-- ${name}\n${why}`);
}

/** All of it, also where stdout is a pipe that refuses what its reader has not yet made room for. */
function show(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += Deno.stdout.writeSync(bytes.subarray(written, written + PIPE_BUF));
    } catch (error) {
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_FULL_MS);
    }
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(signal, () => {
    if (interrupted) return;
    interrupted = true;
    for (const process of running.values()) void process.stop();
  });
}
const telling = setInterval(() => {
  for (const [name, process] of running) show(`.. ${name} at ${seconds()}: ${process.at()}\n`);
}, TELL_EVERY_MS);

for (const phase of phases) {
  const waiting = [...phase];
  const next = async () => {
    while (waiting.length > 0 && !interrupted) await run(waiting.shift()!, phase.length === 1);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
clearInterval(telling);
if (reasons.length > 0) show(`\n== what failed\n${reasons.join("\n")}\n`);
if (total.skipped > 0) show(`\n${total.skipped} skipped, each says why\n`);
show(`\n${total.passed} passed, ${total.failed} failed\n`);
Deno.exit(total.failed === 0 && total.passed > 0 && !interrupted ? 0 : 1);

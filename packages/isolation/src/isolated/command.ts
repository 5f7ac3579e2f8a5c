import { Buffer } from "node:buffer";
import type { Layer, ProcessLimits } from "./layers.ts";

const MIB = 1024 * 1024;
/** Below this V8 cannot hold the SDK and a script of useful size. */
const SMALLEST_HEAP_MIB = 16;

const denoFlags = [
  "run",
  "--no-prompt",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  "--cached-only",
  // `--cached-only` alone would grant imports.
  "--deny-import",
  "--no-code-cache",
  "--quiet",
];

const environment = {
  // Deno cannot make a folder here, so nothing of one guest is kept for another.
  DENO_DIR: "/dev/null/x",
  DENO_NO_UPDATE_CHECK: "1",
  NO_COLOR: "1",
  // One heap for all threads of a guest, which has little to do at a time; what is freed goes back to the system.
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "32768",
  MALLOC_TRIM_THRESHOLD_: "32768",
  MALLOC_TOP_PAD_: "0",
};

/** An address that holds the runner itself, so that the guest's user needs to read no file. */
export function runnerUrl(runner: Uint8Array): string {
  return `data:text/javascript;base64,${Buffer.from(runner).toString("base64")}`;
}

export interface GuestCommandOptions {
  denoPath: string;
  runner: string;
  layers: Layer[];
  limits: ProcessLimits;
}

/** The command of a guest process; `Deno.Command` only, because node's spawn rewrites arguments into `-A`. */
export function guestCommand({ denoPath, runner, layers, limits }: GuestCommandOptions): Deno.Command {
  const heapMib = Math.max(SMALLEST_HEAP_MIB, Math.floor(limits.heapBytes / MIB));
  const v8Flags = [
    `--max-old-space-size=${heapMib}`,
    "--max-semi-space-size=2",
    "--disallow-code-generation-from-strings",
    // V8's helper threads would do for one guest what another waits for, and keep memory of their own.
    "--single-threaded",
    // For the runner alone: no script sees the function.
    "--expose-gc",
  ];
  const argv = [
    ...layers.flatMap((layer) => layer.argv(limits)),
    denoPath,
    ...denoFlags,
    `--v8-flags=${v8Flags.join(",")}`,
    runner,
  ];
  return new Deno.Command(argv[0]!, {
    args: argv.slice(1),
    cwd: "/",
    clearEnv: true,
    env: environment,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
}

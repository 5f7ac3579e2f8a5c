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

/** An address that holds the runner itself, so that the guest's user needs to read no file. */
export function runnerUrl(runner: Uint8Array): string {
  return `data:text/javascript;base64,${Buffer.from(runner).toString("base64")}`;
}

/** The command of a guest process; `Deno.Command` only, because node's spawn rewrites arguments into `-A`. */
export function guestCommand(
  options: { denoPath: string; runner: string; layers: Layer[]; limits: ProcessLimits },
): Deno.Command {
  const { denoPath, runner, layers, limits } = options;
  const heapMib = Math.max(SMALLEST_HEAP_MIB, Math.floor(limits.heapBytes / MIB));
  const v8Flags = [
    `--max-old-space-size=${heapMib}`,
    "--max-semi-space-size=2",
    "--disallow-code-generation-from-strings",
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
    // Deno cannot make a folder here, so nothing of one guest is kept for another.
    env: { DENO_DIR: "/dev/null/x", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
}

/** @module Starts the real flora, all processes of it, for a test. */
import { join, resolve } from "node:path";
import process from "node:process";

export const root = resolve(import.meta.dirname!, "../..");

export interface RunInfo {
  apiUrl: string;
  emulatorUrl?: string;
  guildId?: string;
  token: string;
  processes: { name: string; pid: number; probePort?: number }[];
}

export interface Flora {
  run(): Promise<RunInfo>;
  /** Everything it printed so far. */
  output(): string;
  pid: number;
  /** Resolves with its exit code when it has ended, whoever ended it. */
  ended: Promise<number>;
  /** Asks it to stop; answers its exit code. */
  stop(signal?: Deno.Signal): Promise<number>;
}

/** Runs `npm start`'s command with the given environment and waits until it is ready. */
export async function startFlora(env: Record<string, string>): Promise<Flora> {
  const child = new Deno.Command("node", {
    args: [
      join(root, "scripts/deno.mjs"),
      "run",
      "-A",
      "--no-prompt",
      join(root, "apps/supervisor/src/main.ts"),
    ],
    cwd: root,
    env: {
      FLORA_PORT: "0",
      FLORA_LOG_LEVEL: "debug",
      FLORA_RATE_REQUESTS_PER_MINUTE: "0",
      FLORA_RATE_DEPLOYS_PER_MINUTE: "0",
      FLORA_RATE_STRANGER_REQUESTS_PER_MINUTE: "0",
      NO_COLOR: "1",
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  let wake = () => {};
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (
      const text of stream.pipeThrough(
        new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>,
      )
    ) {
      output += text;
      wake();
    }
  };
  const drained = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = child.status.then(async ({ code }) => {
    await drained;
    return code;
  });
  const flora: Flora = {
    pid: child.pid,
    ended,
    output: () => output,
    run: async () => JSON.parse(await Deno.readTextFile(join(env.FLORA_DATA_DIR!, "run.json"))) as RunInfo,
    async stop(signal = "SIGTERM") {
      try {
        child.kill(signal);
      } catch {
        // It has ended by itself, as its exit code tells.
      }
      return await ended;
    },
  };
  const gone = child.status.then(() => true);
  while (!output.includes("flora is running")) {
    const over = await Promise.race([gone, new Promise<boolean>((done) => wake = () => done(false))]);
    if (over) {
      await drained;
      throw new Error(`flora did not start:\n${output}`);
    }
  }
  return flora;
}

/** Whether a process with this pid lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

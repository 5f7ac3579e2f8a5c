import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** A worker as the supervisor starts it. */
export interface WorkerProcess {
  readonly pid: number;
  readonly ready: Record<string, unknown>;
  readonly ended: Promise<Deno.CommandStatus>;
  /** Everything but the ready line. */
  readonly output: string[];
  stop(): Promise<void>;
}

/** Resolves when the worker says that it is ready. */
export async function startWorkerProcess(env: Record<string, string>): Promise<WorkerProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--quiet", MAIN],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const ready = Promise.withResolvers<Record<string, unknown>>();
  const output: string[] = [];
  const drained = (async () => {
    let rest = "";
    for await (
      const text of child.stdout.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    ) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) {
        if (line.startsWith("FLORA_READY ")) ready.resolve(JSON.parse(line.slice("FLORA_READY ".length)));
        else output.push(line);
      }
    }
  })();
  const ended = child.status.then(async (status) => {
    await drained;
    await child.stdin.close().catch(() => {});
    ready.reject(new Error(`Cannot start worker: it ended with code ${status.code}: ${output.join("\n")}`));
    return status;
  });
  return {
    pid: child.pid,
    ready: await ready.promise,
    ended,
    output,
    async stop() {
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended by itself.
      }
      await ended;
    },
  };
}

import { OperatorError } from "@flora/telemetry";
import { TextLineStream } from "./lines.ts";

const READY_PREFIX = "FLORA_READY ";

export interface ChildSpec {
  name: string;
  /** Absolute path of the module to run. */
  module: string;
  env: Record<string, string>;
  readyTimeoutMs: number;
  stopTimeoutMs: number;
  /** Receives every line of output but the ready line. */
  onLine(line: string): void;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** What it said when it was ready; rejects when it ends or stays silent first. */
  readonly ready: Promise<Record<string, unknown>>;
  readonly ended: Promise<{ code: number; signal: string | null }>;
  /** Asks with SIGTERM, insists with SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts one process of flora. It gets a session of its own, so that Ctrl-C reaches the supervisor alone and the order
 * of stopping is ours; its standard input stays open for as long as the supervisor lives, and its end is the signal to
 * stop even where the supervisor was killed.
 */
export function startChild(spec: ChildSpec): Child {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--quiet", spec.module],
    env: spec.env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  const ready = Promise.withResolvers<Record<string, unknown>>();
  const timer = setTimeout(
    () =>
      ready.reject(new OperatorError(`Cannot start ${spec.name}: not ready after ${spec.readyTimeoutMs} ms`)),
    spec.readyTimeoutMs,
  );
  const onLine = (line: string) => {
    if (line.startsWith(READY_PREFIX)) ready.resolve(JSON.parse(line.slice(READY_PREFIX.length)));
    else spec.onLine(line);
  };
  const drained = Promise.all([drain(process.stdout, onLine), drain(process.stderr, onLine)]);
  const ended = process.status.then(async ({ code, signal }) => {
    await drained;
    clearTimeout(timer);
    const how = signal ?? `code ${code}`;
    ready.reject(
      new OperatorError(`Cannot start ${spec.name}: it ended with ${how}, its lines above say why`),
    );
    return { code, signal };
  });
  ready.promise.then(() => clearTimeout(timer), () => clearTimeout(timer));
  return {
    name: spec.name,
    pid: process.pid,
    ready: ready.promise,
    ended,
    async stop() {
      signal(process, "SIGTERM");
      const timer = setTimeout(() => signal(process, "SIGKILL"), spec.stopTimeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function drain(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void): Promise<void> {
  const text = stream.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>);
  for await (const line of text.pipeThrough(new TextLineStream())) onLine(line);
}

function signal(process: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    process.kill(name);
  } catch {
    // It has ended by itself.
  }
}

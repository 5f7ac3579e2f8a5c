/** What a run of `deno test` came to. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** All it printed. */
  output: string;
  /** The part of its output that tells why it failed, empty when it did not. */
  reasons: string;
}

export interface TestProcess {
  readonly outcome: Promise<Outcome>;
  /** The line it is at, as far as it has been printed. */
  at(): string;
  /** Ends it with all it started; it counts as failed then. */
  stop(): Promise<void>;
}

const STOP_MS = 5_000;

/**
 * Runs the tests below some paths, one file after the other, in a process of their own and with a process group of its
 * own, of which nobody is left when it has ended.
 */
export function startTests(paths: string[], onText: (text: string) => void): TestProcess {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-prompt", "--no-check", ...paths],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let output = "";
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      const text = decoder.decode(bytes, { stream: true });
      output += text;
      onText(text);
    }
  };
  const drained = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = child.status.then((status) => {
    signalGroup(child.pid, "SIGKILL");
    return status;
  });
  return {
    outcome: Promise.all([ended, drained]).then(([status]) => judge(status, output)),
    at: () => plain(output.slice(-500)).trimEnd().split("\n").at(-1)!,
    async stop() {
      signalGroup(child.pid, "SIGINT");
      const timer = setTimeout(() => signalGroup(child.pid, "SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A run that ended badly has failed, whatever it counted: a crash or a leak has no line of its own. */
function judge({ success, code, signal }: Deno.CommandStatus, output: string): Outcome {
  const lines = plain(output).split("\n");
  const summary = lines.findLast((line) => /^(ok|FAILED) \| \d+ passed/.test(line)) ?? "";
  const count = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0);
  const counts = { passed: count("passed"), skipped: count("ignored"), output };
  if (success) return { ...counts, failed: 0, reasons: "" };
  const heading = lines.findLastIndex((line) => line.trim() === "ERRORS");
  const reasons = lines.slice(heading < 0 ? -100 : heading + 1);
  reasons.push(`deno test ended with ${signal ?? `code ${code}`}`);
  return { ...counts, failed: Math.max(count("failed"), 1), reasons: reasons.join("\n") };
}

// deno-lint-ignore no-control-regex -- colours
const plain = (text: string) => text.replace(/\x1b\[[\d;]*m/g, "");

function signalGroup(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

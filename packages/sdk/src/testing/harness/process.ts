import { fileURLToPath } from "node:url";

/** A running flora; `stop` ends every process of it. */
export interface FloraProcess {
  apiUrl: string;
  token: string;
  stop(): Promise<void>;
}

const SUPERVISOR = fileURLToPath(import.meta.resolve("@flora/supervisor/main"));

/**
 * Starts flora as `npm start` does, in a data folder of its own; rejects with what it printed when it cannot start. Its
 * settings are those given here, whatever else the environment says, and it ends with this process, however that ends.
 * `signal` gives up a start that is under way: it rejects once no process of it is left.
 */
export async function startProcess(
  env: Record<string, string>,
  dataDir: string,
  signal?: AbortSignal,
): Promise<FloraProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--quiet", SUPERVISOR, "--until-stdin-ends"],
    cwd: dataDir,
    clearEnv: true,
    env: {
      ...foreignEnvironment(),
      FLORA_PORT: "0",
      FLORA_LOG_LEVEL: "warn",
      NO_COLOR: "1",
      FLORA_DATA_DIR: dataDir,
      ...env,
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let output = "";
  const ready = Promise.withResolvers<void>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      output += decoder.decode(bytes, { stream: true });
      if (output.includes("flora is running")) ready.resolve();
    }
  };
  const drained = Promise.all([read(child.stdout), read(child.stderr)]);
  void drained.then(() => ready.reject(new Error(`flora did not start:\n${output}`)));
  const giveUp = () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended.
    }
  };
  if (signal?.aborted) giveUp();
  signal?.addEventListener("abort", giveUp);
  try {
    await ready.promise;
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
  const { apiUrl, token } = JSON.parse(await Deno.readTextFile(`${dataDir}/run.json`));
  return {
    apiUrl,
    token,
    async stop() {
      child.kill("SIGTERM");
      await child.status;
      await drained;
    },
  };
}

/** What is meant for others: another flora's settings, a true bot token among them, stay out. */
function foreignEnvironment(): Record<string, string> {
  const all = Object.entries(Deno.env.toObject());
  return Object.fromEntries(all.filter(([name]) => !/^(FLORA|DISCORD)_/.test(name)));
}

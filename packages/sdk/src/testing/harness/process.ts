import { fileURLToPath } from "node:url";

/** A running flora; `stop` ends every process of it. */
export interface FloraProcess {
  apiUrl: string;
  token: string;
  stop(): Promise<void>;
}

const SUPERVISOR = fileURLToPath(import.meta.resolve("@flora/supervisor/main"));

/** Starts flora as `npm start` does, in a data folder of its own; rejects with what it printed when it cannot start. */
export async function startProcess(env: Record<string, string>, dataDir: string): Promise<FloraProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--quiet", SUPERVISOR],
    cwd: dataDir,
    env: { FLORA_PORT: "0", FLORA_LOG_LEVEL: "warn", NO_COLOR: "1", FLORA_DATA_DIR: dataDir, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
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
  await ready.promise;
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

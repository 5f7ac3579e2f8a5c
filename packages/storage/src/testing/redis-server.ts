/** @module A real Redis for tests and benchmarks: on loopback, in a folder of its own, gone with them. */

import { until } from "@flora/model/until";

const READY_TIMEOUT_MS = 20_000;
const ATTEMPTS = 5;
/** As the storage needs it. */
const OLDEST = 7;

export interface RedisServer {
  port: number;
  /** `redis://127.0.0.1:<port>/0`. */
  url: string;
  pid: number;
  /** Ends it, with SIGTERM unless told otherwise, and keeps its folder: `start` again finds its data. */
  end(signal?: Deno.Signal): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Why no Redis can be started here; undefined where it can. */
export function whyNoRedis(): string | undefined {
  try {
    const { stdout } = new Deno.Command("redis-server", { args: ["--version"] }).outputSync();
    const version = /v=(\d+)/.exec(new TextDecoder().decode(stdout))?.[1];
    return Number(version) >= OLDEST ? undefined : `redis-server is older than ${OLDEST}.0`;
  } catch {
    return "there is no redis-server";
  }
}

/** `args` go to its command line, such as `--requirepass x`. */
export async function startRedis(args: string[] = []): Promise<RedisServer> {
  const folder = await Deno.makeTempDir({ prefix: "flora-redis-" });
  for (let attempt = 1;; attempt++) {
    // Redis cannot pick a port itself; another process may take this one meanwhile.
    const port = freePort();
    try {
      return await launch(port, folder, args);
    } catch (error) {
      if (attempt < ATTEMPTS) continue;
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
  }
}

async function launch(port: number, folder: string, args: string[]): Promise<RedisServer> {
  let process = await run(port, folder, args);
  const end = async (signal: Deno.Signal = "SIGTERM") => {
    try {
      process.kill(signal);
    } catch {
      // It has ended.
    }
    await process.status;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}/0`,
    get pid() {
      return process.pid;
    },
    end,
    async start() {
      process = await run(port, folder, args);
    },
    async stop() {
      await end();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function run(port: number, folder: string, args: string[]): Promise<Deno.ChildProcess> {
  const common = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  const process = new Deno.Command("redis-server", {
    args: [...common, ...args],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let ended = false;
  void process.status.then(() => ended = true);
  const ready = () => {
    if (ended) throw new Error("Cannot start redis-server: it ended at once");
    return answers(port);
  };
  try {
    await until("redis-server", ready, READY_TIMEOUT_MS);
  } catch (error) {
    if (!ended) process.kill("SIGKILL");
    await process.status;
    throw error;
  }
  return process;
}

/** Also when it only says that it wants a password; not while it loads its data. */
async function answers(port: number): Promise<boolean> {
  try {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode("PING\r\n"));
    const buffer = new Uint8Array(256);
    const length = await connection.read(buffer) ?? 0;
    return /^(\+PONG|-NOAUTH)/.test(new TextDecoder().decode(buffer.subarray(0, length)));
  } catch {
    return false;
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

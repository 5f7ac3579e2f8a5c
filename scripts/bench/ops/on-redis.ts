/** @module The ops of the store with a Redis on this machine behind them, beside its client alone in this process. */
import { Redis } from "ioredis";
import { createSealer, generateKey, openStorage, parseKey } from "@flora/storage";
import { startRedis, whyNoRedis } from "@flora/storage/testing/redis-server";
import { bestOf } from "../isolate/samples.ts";
import { measureServed, median } from "./direct.ts";
import { measureStoreOps } from "./store-ops.ts";

/** Says why where there is no Redis. */
export async function measureOnRedis(rounds: number): Promise<Record<string, number> | string> {
  const missing = whyNoRedis();
  if (missing) return missing;
  const server = await startRedis(["--appendonly", "yes"]);
  try {
    return await bestOf(rounds, async () => ({
      ...await measureStoreOps("isolated", server.url),
      ...await measureClient(server.port),
      ...await measureStore(server.url),
    }));
  } finally {
    await server.stop();
  }
}

/** One command for each op, without anything that flora promises besides. */
async function measureClient(port: number): Promise<Record<string, number>> {
  const redis = new Redis(port);
  try {
    const value = "v".repeat(100);
    const sealer = createSealer([parseKey(generateKey())]);
    const sealed = sealer.seal("a true value", "bench");
    await redis.hset("bench:kv", "ikey", "1 - 110 ", "vkey", value);
    await redis.hset("bench:secrets", "API", JSON.stringify({ name: "API", sealed }));
    return {
      kvGetDirectP50Us: await median(() => redis.hmget("bench:kv", "ikey", "vkey")),
      kvSetDirectP50Us: await median(() => redis.hset("bench:kv", "ikey", "1 - 110 ", "vkey", value)),
      secretDirectP50Us: await median(async () => {
        const [body] = await redis.hvals("bench:secrets");
        return sealer.open(JSON.parse(body!).sealed, "bench");
      }),
      logDirectP50Us: await median((n) =>
        redis.xadd("bench:logs", "MAXLEN", 1_000, "*", "line", `a line ${n}`)
      ),
    };
  } finally {
    redis.disconnect();
  }
}

async function measureStore(url: string): Promise<Record<string, number>> {
  const storage = await openStorage(url);
  try {
    return await measureServed(storage);
  } finally {
    await storage.close();
  }
}

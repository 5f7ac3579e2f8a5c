/** @module What flora stands on during a run: an emulated Discord, a data folder, and a store of its own. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { until } from "@flora/model/until";
import { startRedis } from "@flora/storage/testing/redis-server";
import { Redis } from "ioredis";

export const storeKinds = ["sqlite", "redis"] as const;
export type StoreKind = typeof storeKinds[number];

interface Store {
  /** What `FLORA_STORAGE` is to be. */
  url: string;
  /** Lets nobody write for a while. */
  keepBusy(ms: number): Promise<void>;
  /** Ends and removes it. */
  stop(): Promise<void>;
}

/**
 * A call that Redis does not answer in 10 s fails, and whether it took effect is not known: what scripts are to make of
 * that is theirs. Milliseconds, well below it.
 */
const LONGEST_PAUSE_MS = 7_000;

export interface Ground {
  emulator: Emulator;
  dataDir: string;
  store: Store;
  /** Takes everything down that was built, also where something of it fails. */
  clear(): Promise<void>;
}

export async function layGround(guilds: number, storeKind: StoreKind): Promise<Ground> {
  const built: (() => Promise<void>)[] = [];
  const clear = async () => {
    for (const undo of built.splice(0).reverse()) await undo().catch(() => {});
  };
  try {
    const dataDir = await Deno.makeTempDir({ prefix: "flora-chaos-" });
    built.push(() => Deno.remove(dataDir, { recursive: true }));
    const store = storeKind === "redis" ? await redisStore() : sqliteStore(join(dataDir, "flora.db"));
    built.push(() => store.stop());
    const emulator = await startEmulator({
      guilds: Array.from({ length: guilds }, (_, index) => ({ name: `Guild ${index}`, members: [] })),
      rateLimits: "off",
      globalRateLimit: 0,
    });
    built.push(() => emulator.close());
    return { emulator, dataDir, store, clear };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** Its write lock is kept, as a slow disk or another program would. */
function sqliteStore(path: string): Store {
  return {
    url: `sqlite:${path}`,
    async keepBusy(ms) {
      const database = new DatabaseSync(path);
      try {
        // Whoever waited for the lock within SQLite would hold up the emulator, which runs in this process.
        database.exec("PRAGMA busy_timeout = 0");
        await until("the store's lock", () => takesLock(database));
        await new Promise((resolve) => setTimeout(resolve, ms));
        database.exec("COMMIT");
      } finally {
        database.close();
      }
    },
    stop: () => Promise.resolve(),
  };
}

function takesLock(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN IMMEDIATE");
    return true;
  } catch (error) {
    if (/locked/.test((error as Error).message)) return false;
    throw error;
  }
}

/** It answers no write, and no script, for a while. */
async function redisStore(): Promise<Store> {
  const server = await startRedis();
  return {
    url: `${server.url}?prefix=chaos`,
    async keepBusy(ms) {
      const redis = new Redis(server.port);
      try {
        const forMs = Math.min(ms, LONGEST_PAUSE_MS);
        await redis.call("CLIENT", "PAUSE", String(Math.round(forMs)), "WRITE");
        await new Promise((resolve) => setTimeout(resolve, forMs));
      } finally {
        redis.disconnect();
      }
    },
    stop: () => server.stop(),
  };
}

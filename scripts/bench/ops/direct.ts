/** @module The calls behind the ops, made in this process, and the host halves of ops alone: what is left of an op without a wall. */
import { join } from "node:path";
import type { GuildId, LogLine } from "@flora/model";
import { openLoopback } from "@flora/ops/testing/loopback";
import { createSealer, generateKey, openStorage, parseKey, secretAad, type Storage } from "@flora/storage";
import { quantile, rounded, timed } from "../isolate/samples.ts";

const guild = "100000000000000001" as GuildId;
const CALLS = 5_000;
const WARM_UP = 500;
const SECRET_NAME = "API";

export async function median(work: (n: number) => Promise<unknown>): Promise<number> {
  const samples = (await timed(WARM_UP + CALLS, work)).slice(WARM_UP);
  return rounded(1_000 * quantile(samples, 0.5));
}

export async function measureDirect(): Promise<Record<string, number>> {
  const folder = await Deno.makeTempDir({ prefix: "flora-bench-" });
  const storage = await openStorage(`sqlite:${join(folder, "flora.db")}`);
  try {
    const { kv, logs, secrets } = storage;
    const value = "v".repeat(100);
    const quota = { quotaBytes: 1e6 };
    await kv.set(guild, "bench", "key", value, quota);
    const sealer = createSealer([parseKey(generateKey())]);
    const aad = secretAad(guild, SECRET_NAME);
    const sealed = sealer.seal("a true value", aad);
    await secrets.put(guild, { name: SECRET_NAME, sealed, allowedHosts: ["api.example.com"], updatedAt: 1 });
    const line = (n: number): LogLine => ({
      at: n,
      level: "info",
      source: "script",
      message: `a line of the log ${n}`,
    });
    return {
      ...await measureServed(storage),
      kvGetDirectP50Us: await median(() => kv.get(guild, "bench", "key")),
      kvSetDirectP50Us: await median(() => kv.set(guild, "bench", "key", value, quota)),
      secretDirectP50Us: await median(async () => {
        const found = (await secrets.list(guild)).find(({ name }) => name === SECRET_NAME)!;
        return sealer.open(found.sealed, aad);
      }),
      logDirectP50Us: await median((n) => logs.append(guild, [line(n)], 1_000)),
    };
  } finally {
    await storage.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A call as it comes over the wall to its answer as it goes back: judged, run, judged again. */
export async function measureServed(storage: Storage): Promise<Record<string, number>> {
  await using loop = await openLoopback({ limits: { opsPerSecond: 1_000_000_000 } });
  const context = { ...loop.context, storage };
  const serve = (name: string, args: object) => () =>
    loop.serve(context, { generation: context.generation, dispatchId: "d1", name, args });
  const value = "v".repeat(100);
  const set = await median(serve("kv.set", { store: "bench", key: "key", value }));
  return {
    kvSetServedP50Us: set,
    kvGetServedP50Us: await median(serve("kv.get", { store: "bench", key: "key" })),
  };
}

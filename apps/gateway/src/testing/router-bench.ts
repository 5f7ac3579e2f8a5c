/** @module A router whose workers come over real links, without Discord. */
import type { DispatchEvent, GuildId } from "@flora/model";
import { controlMethods } from "@flora/protocol";
import { openStorage, type Storage } from "@flora/storage";
import { type Faults, withFaults } from "@flora/storage/testing/faults";
import { createLogger, createMetrics } from "@flora/telemetry";
import { LinkServer } from "../link-server.ts";
import { gatewayMetrics } from "../metrics.ts";
import { Pool } from "../pool/pool.ts";
import type { WorkerLink } from "../pool/worker-link.ts";
import { Generations } from "../router/generations.ts";
import type { RouterOptions } from "../router/options.ts";
import { Router } from "../router/route.ts";
import { ScriptedWorker } from "./scripted-worker.ts";
import { SECRET } from "./set-up.ts";
import { until } from "@flora/model/until";

export const guildId = "100000000000000001" as GuildId;

export interface Bench {
  router: Router;
  pool: Pool;
  metrics: ReturnType<typeof gatewayMetrics>;
  storage: Storage;
  faults: Faults;
  join(name: string, run?: ScriptedWorker["run"]): Promise<ScriptedWorker>;
  link(name: string): Promise<WorkerLink>;
}

/** Runs a test with a router and takes everything down after it. */
export async function withRouter(
  options: Partial<RouterOptions>,
  test: (bench: Bench) => Promise<void>,
): Promise<void> {
  const log = createLogger({ name: "test", write: () => {} });
  const metrics = gatewayMetrics(createMetrics());
  const pool = new Pool({ expected: 1, graceMs: 0 });
  const { storage, faults } = withFaults(await openStorage("sqlite::memory:"));
  const router = new Router(
    { pool, generations: new Generations(), storage, metrics, log },
    options,
  );
  pool.listen({ onJoin: () => router.onJoin(), onLeave: (link) => router.onLeave(link) });
  const none = () => Promise.reject(new Error("not in this test"));
  const server = await LinkServer.listen({
    host: "127.0.0.1",
    port: 0,
    secret: SECRET,
    identity: { applicationId: "1", botUserId: "1" },
    worker: { leaving: none, discord: none, files: none, guild: none },
    control: Object.fromEntries(Object.keys(controlMethods).map((method) => [method, none])) as never,
    onWorker: (link) => pool.add(link),
    onOffice: () => {},
    log,
  });
  const workers: ScriptedWorker[] = [];
  try {
    const join = async (name: string, run?: ScriptedWorker["run"]) => {
      const worker = await ScriptedWorker.join(name, { port: server.port, secret: SECRET, run });
      workers.push(worker);
      return worker;
    };
    await test({
      router,
      pool,
      metrics,
      storage,
      faults,
      join,
      link: (name) => until(`${name} to be there`, () => pool.find(name)),
    });
  } finally {
    for (const worker of workers) await worker.leave();
    router.close();
    pool.close();
    await server.close();
    await storage.close();
  }
}

/** An event of a guild that was received `ageMs` ago. */
export function event(
  kind: DispatchEvent["kind"],
  { ageMs = 0, guild = guildId, raw = {} }: { ageMs?: number; guild?: GuildId; raw?: unknown } = {},
): DispatchEvent {
  return {
    id: crypto.randomUUID(),
    guildId: guild,
    kind,
    event: kind,
    msg: {},
    raw,
    receivedAt: Date.now() - ageMs,
    redelivered: false,
  };
}

import assert from "node:assert/strict";
import { ControlError, type DispatchEvent, type GuildId } from "@flora/model";
import { openStorage } from "@flora/storage";
import { createLogger, createMetrics } from "@flora/telemetry";
import { LinkServer } from "../link-server.ts";
import { gatewayMetrics } from "../metrics.ts";
import { Pool } from "../pool/pool.ts";
import type { WorkerLink } from "../pool/worker-link.ts";
import { ScriptedWorker } from "../testing/scripted-worker.ts";
import { SECRET, until } from "../testing/set-up.ts";
import { Generations } from "./generations.ts";
import { Router, type RouterOptions } from "./route.ts";

const guildId = "100000000000000001" as GuildId;

interface Bench {
  router: Router;
  metrics: ReturnType<typeof gatewayMetrics>;
  join(name: string): Promise<ScriptedWorker>;
  link(name: string): Promise<WorkerLink>;
}

/** A router whose workers come over real links, without Discord. */
async function bench(options: Partial<RouterOptions>, test: (bench: Bench) => Promise<void>): Promise<void> {
  const log = createLogger({ name: "test", write: () => {} });
  const metrics = gatewayMetrics(createMetrics());
  const pool = new Pool({ expected: 1, graceMs: 0 });
  const storage = await openStorage("sqlite::memory:");
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
    worker: { discord: none, guild: none },
    control: {
      status: none,
      guilds: none,
      deploy: none,
      undeploy: none,
      secretsChanged: none,
      placements: none,
      migrate: none,
      pin: none,
      drain: none,
    },
    onWorker: (link) => pool.add(link),
    log,
  });
  const workers: ScriptedWorker[] = [];
  try {
    const join = async (name: string) => {
      const worker = await ScriptedWorker.join(name, server.port, SECRET);
      workers.push(worker);
      return worker;
    };
    await test({
      router,
      metrics,
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

function event(kind: DispatchEvent["kind"], ageMs = 0): DispatchEvent {
  return {
    id: crypto.randomUUID(),
    guildId,
    kind,
    event: kind,
    msg: {},
    raw: {},
    receivedAt: Date.now() - ageMs,
    redelivered: false,
  };
}

const never = () => new Promise<never>(() => {});

Deno.test("Router drops and counts an interaction past its three seconds instead of delivering it again", () =>
  bench({}, async ({ router, metrics, join }) => {
    const first = await join("worker-0");
    first.run = never;
    const stale = router.deliver(event("interaction", 5_000));
    const fresh = router.deliver(event("interaction"));
    const old = router.deliver(event("event", 60_000));
    await until("three dispatches", () => first.frames.length === 3);
    await first.die();
    const outcome = await stale;
    assert.equal(outcome.status, "dropped");
    const second = await join("worker-0");
    assert.deepEqual([(await fresh).status, (await old).status], ["ok", "ok"]);
    assert.deepEqual(second.frames.map(({ event }) => event.kind), ["interaction", "event"]);
    assert.equal((await metrics.staleInteractions.get()).values[0]!.value, 1);
    assert.equal((await metrics.redelivered.get()).values[0]!.value, 2);
  }));

Deno.test("Router.deliver() gives up when no worker comes, and when too many wait", () =>
  bench({ eventWaitMs: 200, interactionWaitMs: 50, waiting: 2 }, async ({ router }) => {
    const ended: string[] = [];
    const kinds = ["event", "interaction", "event"] as const;
    const outcomes = await Promise.all(kinds.map(async (kind, index) => {
      const outcome = await router.deliver(event(kind));
      ended.push(`${kind} ${index}`);
      return outcome;
    }));
    assert.deepEqual(ended, ["event 2", "interaction 1", "event 0"]);
    assert.deepEqual(outcomes.map((outcome) => "reason" in outcome && outcome.reason), [
      "no worker took it within 200 ms",
      "no worker took it within 50 ms",
      "2 events of this guild wait already",
    ]);
  }));

Deno.test("Router keeps a guild on a worker that does not let go of it, and sends it what was held", () =>
  bench({}, async ({ router, join, link }) => {
    const first = await join("worker-0");
    await router.deliver(event("event"));
    const second = await join("worker-1");
    const target = await link("worker-1");
    let held: Promise<unknown> | undefined;
    first.onFreeze = () => {
      held = router.deliver(event("event"));
      return Promise.reject(new ControlError("CONFLICT", "handlers still run"));
    };
    await assert.rejects(router.migrate(guildId, target), /handlers still run/);
    assert.deepEqual(await held, { status: "ok" });
    assert.equal(first.frames.length, 2);
    assert.deepEqual(second.calls, []);
    assert.deepEqual(first.calls.map(({ method }) => method), ["freeze", "takeBack"]);
  }));

Deno.test("Router places a guild anew when its worker dies while it moves", () =>
  bench({}, async ({ router, join, link }) => {
    const first = await join("worker-0");
    await router.deliver(event("event"));
    const second = await join("worker-1");
    const target = await link("worker-1");
    let held: Promise<unknown> | undefined;
    first.onFreeze = () => {
      held = router.deliver(event("event"));
      return first.die().then(() => never());
    };
    await assert.rejects(router.migrate(guildId, target));
    assert.deepEqual(await held, { status: "ok" });
    assert.equal(second.frames.length, 1);
  }));

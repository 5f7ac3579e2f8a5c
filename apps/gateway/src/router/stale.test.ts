import assert from "node:assert/strict";
import type { DispatchEvent, GuildId } from "@flora/model";
import { createLogger, createMetrics } from "@flora/telemetry";
import { LinkServer } from "../link-server.ts";
import { gatewayMetrics } from "../metrics.ts";
import { Pool } from "../pool/pool.ts";
import { ScriptedWorker } from "../testing/scripted-worker.ts";
import { SECRET, until } from "../testing/set-up.ts";
import { Generations } from "./generations.ts";
import { Router, type RouterOptions } from "./route.ts";

const guildId = "100000000000000001" as GuildId;

interface Bench {
  router: Router;
  metrics: ReturnType<typeof gatewayMetrics>;
  join(name: string): Promise<ScriptedWorker>;
}

/** A router whose workers come over real links, without Discord. */
async function bench(options: Partial<RouterOptions>, test: (bench: Bench) => Promise<void>): Promise<void> {
  const log = createLogger({ name: "test", write: () => {} });
  const metrics = gatewayMetrics(createMetrics());
  const pool = new Pool({ expected: 1, graceMs: 0 });
  const router = new Router({ pool, generations: new Generations(), metrics, log }, options);
  const none = () => Promise.reject(new Error("not in this test"));
  const server = await LinkServer.listen({
    host: "127.0.0.1",
    port: 0,
    secret: SECRET,
    identity: { applicationId: "1", botUserId: "1" },
    worker: { discord: none, guild: none },
    control: { status: none, guilds: none, deploy: none, undeploy: none, secretsChanged: none },
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
    await test({ router, metrics, join });
  } finally {
    for (const worker of workers) await worker.leave();
    router.close();
    pool.close();
    await server.close();
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

Deno.test("Router keeps a guild on a worker that does not let go of it", () =>
  bench({ stopTimeoutMs: 50 }, async ({ router, join }) => {
    const first = await join("worker-0");
    const guilds = Array.from(
      { length: 20 },
      (_, index) => String(100000000000000000n + BigInt(index)) as GuildId,
    );
    for (const guildId of guilds) await router.deliver({ ...event("event"), guildId });
    first.onStop = never;
    const second = await join("worker-1");
    let sent = guilds.length;
    await until("a move that fails", async () => {
      for (const guildId of guilds.slice(0, 5)) await router.deliver({ ...event("event"), guildId });
      sent += 5;
      return first.calls.some(({ method }) => method === "stop");
    });
    assert.equal(second.frames.length, 0);
    assert.equal(first.frames.length, sent);
  }));

import type { StagedFiles } from "@flora/discord";
import type { Metrics } from "@flora/telemetry";
import type { DiscordCache } from "./discord/cache.ts";
import type { DiscordClient } from "./discord/client.ts";
import type { Shedder } from "./load/shedder.ts";
import type { Pool } from "./pool/pool.ts";
import type { Router } from "./router/route.ts";

export type GatewayMetrics = ReturnType<typeof gatewayMetrics>;

/** What the gateway counts. */
export function gatewayMetrics(metrics: Metrics) {
  return {
    received: metrics.counter({ name: "events_received_total", help: "Dispatches received from Discord" }),
    uninteresting: metrics.counter({
      name: "events_uninteresting_total",
      help: "Dispatches that no manifest wants",
    }),
    dispatched: metrics.counter({
      name: "dispatches_total",
      help: "Dispatches by how they ended",
      labels: ["status"],
    }),
    redelivered: metrics.counter({
      name: "dispatches_redelivered_total",
      help: "Dispatches delivered again after their worker was gone",
    }),
    staleInteractions: metrics.counter({
      name: "interactions_stale_total",
      help: "Interactions dropped because their three seconds were over",
    }),
    unserved: metrics.counter({
      name: "interactions_unserved_total",
      help: "Interactions that flora answered itself",
    }),
    requests: metrics.counter({
      name: "discord_requests_total",
      help: "Discord REST calls by outcome",
      labels: ["outcome"],
    }),
    migrations: metrics.counter({
      name: "migrations_total",
      help: "Moves of guilds between workers by where the guild was afterwards",
      labels: ["to", "reason"],
    }),
    migrationPause: metrics.histogram({
      name: "migration_pause_seconds",
      help: "How long the events of a moved guild were held",
    }),
    handoverFaults: metrics.counter({
      name: "migration_handover_faults_total",
      help: "Moves whose new worker did not get first, and in order, what the old one gave back",
    }),
    schedules: metrics.counter({
      name: "schedule_runs_total",
      help: "Runs of what scripts scheduled, by outcome",
      labels: ["outcome"],
    }),
    crons: metrics.counter({ name: "cron_runs_total", help: "Cron runs by outcome", labels: ["outcome"] }),
  };
}

interface Watched {
  cache: Pick<DiscordCache, "size">;
  pool: Pool;
  router: Router;
  shedder: Pick<Shedder, "loads">;
  staged: Pick<StagedFiles, "bytes">;
}

/** What is read at each scrape. */
export function watchGateway(metrics: Metrics, { cache, pool, router, shedder, staged }: Watched): void {
  const ofWorkers = (values: ReadonlyMap<string, number>) =>
    pool.workers.map(({ name: worker }) => ({ labels: { worker }, value: values.get(worker) ?? 0 }));
  metrics.gauge({ name: "guilds", help: "Guilds the bot is in", collect: () => cache.size });
  metrics.gauge({
    name: "staged_file_bytes",
    help: "Files that wait for the request that sends them",
    collect: () => staged.bytes,
  });
  metrics.gauge({ name: "workers", help: "Workers that are connected", collect: () => pool.workers.length });
  metrics.gauge({
    name: "worker_guilds",
    help: "Guilds by worker",
    labels: ["worker"],
    collect: () => ofWorkers(router.placed()),
  });
  metrics.gauge({
    name: "worker_load",
    help: "CPU time that a worker and its guests use, of what they may use",
    labels: ["worker"],
    collect: () => ofWorkers(shedder.loads()),
  });
  metrics.gauge({
    name: "events_held_bytes",
    help: "Memory taken by events that no worker has answered yet, about",
    collect: () => router.heldBytes,
  });
}

/** What keeps events from being served, in words for operators. */
export function missingOf(
  { discord, pool }: { discord: Pick<DiscordClient, "state">; pool: Pick<Pool, "workers"> },
): string[] {
  return [
    ...(discord.state === "ready" ? [] : [`Discord is ${discord.state}`]),
    ...(pool.workers.length > 0 ? [] : ["no worker is connected"]),
  ];
}

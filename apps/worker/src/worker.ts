import { stackMapper } from "@flora/bundler/map-stack";
import type { DiscordPort, FilePort } from "@flora/discord";
import type { GuildReads } from "@flora/discord/guild-reads/contract";
import type { IsolateFactory } from "@flora/isolation";
import type { GuildId, Limits } from "@flora/model";
import { clock } from "@flora/model/clock";
import { within } from "@flora/model/within";
import {
  createHttpEgress,
  createInteractionHandles,
  createServer,
  hostHalves,
  type HttpEgressOptions,
} from "@flora/ops";
import type { Sealer, Storage } from "@flora/storage";
import type { Logger, Metrics } from "@flora/telemetry";
import { Guilds } from "./guilds.ts";
import { createHandlers } from "./handlers.ts";
import { type HibernationRules, startHibernation } from "./hibernate.ts";
import { connectGateway, type GatewayAddress } from "./link.ts";
import { GuildLogs } from "./logs.ts";
import { countIsolates, watchGuilds, watchOps, workerMetrics } from "./metrics.ts";
import { defaultRestartRules, type RestartRules } from "./restarts.ts";
import { SourceMaps } from "./source-maps.ts";

export interface WorkerOptions {
  gateway: GatewayAddress;
  storage: Storage;
  sealer: Sealer;
  isolates: IsolateFactory;
  limits: Limits;
  log: Logger;
  metrics: Metrics;
  /** Log lines kept per guild. */
  logLinesKept: number;
  hibernation: HibernationRules & { everyMs: number };
  restartRules?: RestartRules;
  /** Exceptions of the operator to what scripts may fetch. */
  egress?: Omit<HttpEgressOptions, "limits">;
}

export interface RunningWorker {
  readonly guilds: Guilds;
  /** Resolves when the gateway has gone; the worker is then to be stopped. */
  readonly gatewayGone: Promise<void>;
  /** Resolves with the guild whose guest cannot be stopped; the worker is then to be stopped and its process replaced. */
  readonly stuck: Promise<GuildId>;
  /** Takes nothing any more, ends every isolate with its state and log stored; nothing of it runs afterwards. */
  stop(): Promise<void>;
}

/** Longer than the gateway takes to move guilds elsewhere. */
const LEAVE_MS = 6_000;
/** Isolates that do not stop in time, such as one still booting, are ended with the factory. */
const STOP_GRACE_MS = 1_500;

/** Builds the parts of a worker and joins it to the gateway. Storage stays its caller's; the factory is closed at the end. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { storage, isolates, limits, log, hibernation } = options;
  const { now } = clock;
  const metrics = workerMetrics(options.metrics);
  const stuck = Promise.withResolvers<GuildId>();
  const logs = new GuildLogs({
    storage: storage.logs,
    keep: options.logLinesKept,
    onError: (error) => log.error({ err: error }, "Cannot store log lines"),
  });
  const discord: DiscordPort = { request: (request) => gateway.discord.request(request) };
  const files: FilePort = { ask: (call) => gateway.files.ask(call) };
  const guildReads: GuildReads = { read: (request) => gateway.guildReads.read(request) };
  const guilds = new Guilds({
    storage,
    sealer: options.sealer,
    isolates: countIsolates(isolates, metrics),
    discord,
    files,
    guildReads,
    limits,
    log,
    logs,
    now,
    serve: watchOps(
      createServer(hostHalves, {
        report: ({ error, ...place }) => log.error({ ...place, err: error }, "Op failed"),
      }),
      new Set(hostHalves.keys()),
      metrics,
    ),
    metrics,
    interactions: createInteractionHandles({ now }),
    sourceMaps: new SourceMaps(storage.deployments, stackMapper),
    onStuck: stuck.resolve,
    restartRules: options.restartRules ?? defaultRestartRules,
    createEgress: () => createHttpEgress({ ...options.egress, limits }),
  });
  watchGuilds(options.metrics, guilds);
  const gateway = await connectGateway(options.gateway, createHandlers(guilds), log);
  await gateway.hello();
  const stopHibernation = startHibernation({ guilds, isolates, log, now }, hibernation);
  return {
    guilds,
    gatewayGone: gateway.closed,
    stuck: stuck.promise,
    async stop() {
      await within(LEAVE_MS, gateway.leave());
      stopHibernation();
      await within(limits.migrationTimeoutMs + STOP_GRACE_MS, guilds.stopAll());
      await isolates.close();
      await logs.flush();
      await gateway.close();
    },
  };
}

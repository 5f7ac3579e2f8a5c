/** @module Joins the gateway's parts; each of them knows only what it is given here. */
import { Pacer } from "@flora/discord";
import type { Config } from "@flora/config";
import type { Deployment, GuildId, LogLine } from "@flora/model";
import type { Storage } from "@flora/storage";
import { createMetrics, type Logger } from "@flora/telemetry";
import { CommandSync } from "./commands/sync.ts";
import { controlHandlers } from "./control.ts";
import { CronClock } from "./cron/clock.ts";
import { Deployer } from "./deploy.ts";
import { DiscordCache } from "./discord/cache.ts";
import { DiscordClient } from "./discord/client.ts";
import { computeIntents, intentBits, intentNames, wantedIntents } from "./discord/intents.ts";
import { Interest } from "./interest.ts";
import { LinkServer } from "./link-server.ts";
import { gatewayMetrics } from "./metrics.ts";
import { Pool } from "./pool/pool.ts";
import { Receiver } from "./receive.ts";
import { createRest, readIdentity } from "./rest/client.ts";
import { Interactions } from "./rest/interactions.ts";
import { RestProxy } from "./rest/proxy.ts";
import { Generations } from "./router/generations.ts";
import { Router } from "./router/route.ts";
import { answerUnserved } from "./unserved.ts";

export interface GatewayOptions {
  config: Pick<Config, "discord" | "limits" | "workers" | "logLinesKept">;
  token: string;
  /** The emulator plays Discord. */
  emulated: boolean;
  link: { host: string; port: number; secret: string };
  storage: Storage;
  log: Logger;
}

export interface Gateway {
  linkPort: number;
  guilds: number;
  close(): Promise<void>;
}

/** Workers that are restarted together are waited for this long before guilds are placed, in milliseconds. */
const POOL_GRACE_MS = 3_000;
/** A deploy that wants more intents waits this long for Discord to grant them, in milliseconds. */
const INTENTS_WAIT_MS = 10_000;

/** Connects to Discord and listens for workers and API; rejects with OperatorError for what the operator must mend. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, token, emulated, storage, log } = options;
  const metrics = gatewayMetrics(createMetrics({ process: "gateway" }));
  const rest = createRest({ token, apiUrl: config.discord.apiUrl, log });
  const identity = await readIdentity(rest);

  const cache = new DiscordCache();
  const interest = new Interest();
  const interactions = new Interactions();
  const pacer = new Pacer();
  const generations = new Generations();
  const pool = new Pool({ expected: config.workers, graceMs: POOL_GRACE_MS });
  const router = new Router({ pool, generations, metrics, log }, {
    waiting: config.limits.queuedDispatches,
  });
  const present = (guildId: GuildId) => cache.has(guildId);
  const proxy: RestProxy = new RestProxy({
    rest,
    applicationId: identity.applicationId,
    cache,
    pacer,
    interactions,
    revisionOf: (guildId) => deployer.current(guildId)?.revisionId,
    metrics,
    log,
  });
  const commands = new CommandSync(proxy);
  const cron = new CronClock({
    storage: storage.cron,
    deliver: (event) => router.deliver(event),
    present,
    metrics,
    log,
  });
  const ceiling = intentBits(config.discord.intentsCeiling);
  const intentsOf = (deployments: Iterable<Deployment>) =>
    computeIntents([...deployments].map(({ manifest }) => wantedIntents(manifest)), ceiling);

  const tell = (guildId: GuildId, level: LogLine["level"], message: string) => {
    const line: LogLine = { at: Date.now(), level, source: "flora", message };
    storage.logs.append(guildId, [line], config.logLinesKept).catch((error) => {
      log.error({ guildId, err: error }, "Cannot write to a guild's log");
    });
  };

  const schedule = async (deployment: Deployment) => {
    const { guildId, manifest } = deployment;
    await storage.cron.prune(guildId, manifest.crons.map(({ name }) => name));
    await cron.set(guildId, manifest.crons, deployment.createdAt);
  };
  const deployer: Deployer = new Deployer({
    storage: storage.deployments,
    router,
    generations,
    commands,
    limits: config.limits,
    log,
    present,
    async onCurrent(deployment) {
      interest.set(deployment.guildId, deployment.manifest);
      await schedule(deployment);
      await within(INTENTS_WAIT_MS, discord.want(intentsOf([deployment]))).catch((error) => {
        log.error({ err: error }, `Cannot ask Discord for more intents: ${(error as Error).message}`);
      });
      const missing = wantedIntents(deployment.manifest) & ~discord.intents;
      if (missing !== 0) {
        const names = intentNames(missing).join(", ");
        tell(deployment.guildId, "warn", `Some events do not arrive: the bot has no intent ${names}`);
      }
      receiver.ready(deployment.guildId);
    },
    onGone(guildId) {
      interest.delete(guildId);
      cron.delete(guildId);
    },
  });
  const receiver = new Receiver({
    cache,
    interest,
    interactions,
    metrics,
    deliver: (event) => router.deliver(event),
    answerUnserved: (event, why) =>
      answerUnserved({ discord: proxy, interactions, metrics, log }, event, why),
    onLeft(guildId) {
      log.info({ guildId }, `The bot left guild ${guildId}`);
      commands.forget(guildId);
      pacer.forget(guildId);
      router.stop(guildId, "guild-left").catch((error) => {
        log.warn({ guildId, err: error }, `Cannot stop guild ${guildId} on its worker`);
      });
    },
  });
  const discord = new DiscordClient({
    rest,
    token,
    shards: config.discord.shards,
    throttle: !emulated,
    log,
    onPayload: (payload) => receiver.receive(payload),
    readFlags: async () => (await readIdentity(rest)).flags,
  });

  const deployments = await deployer.load();
  for (const { guildId, manifest } of deployments) interest.set(guildId, manifest);
  const server = await LinkServer.listen({
    ...options.link,
    identity,
    worker: { discord: (request) => proxy.request(request as Parameters<RestProxy["request"]>[0]) },
    control: controlHandlers({ discord, emulated, cache, pool, router, deployer }),
    onWorker(link) {
      log.info(`${link.name} joined (process ${link.pid})`);
      link.closed.then(() => log.info(`${link.name} is gone`));
      pool.add(link);
    },
    log,
  });
  const close = async () => {
    cron.stop();
    await discord.stop();
    router.close();
    pool.close();
    await server.close();
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  };
  try {
    await discord.start(intentsOf(deployments));
  } catch (error) {
    await close();
    throw error;
  }
  for (const deployment of deployments) await schedule(deployment);
  log.info(`Ready: ${cache.size} guilds, ${deployments.length} with a script, links on port ${server.port}`);
  return { linkPort: server.port, guilds: cache.size, close };
}

/** Settles with the task, or resolves after `ms`; the task goes on then. */
async function within(ms: number, task: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
  await Promise.race([task, late]).finally(() => clearTimeout(timer));
}

/** @module Joins the gateway's parts; each of them knows only what it is given here. */
import {
  type DiscordRequestInput,
  type FilesCall,
  Pacer,
  type PacerOptions,
  StagedFiles,
} from "@flora/discord";
import type { GuildReadInput } from "@flora/discord/guild-reads/contract";
import type { Config } from "@flora/config";
import type { DispatchEvent, GuildId } from "@flora/model";
import { clock } from "@flora/model/clock";
import type { Storage } from "@flora/storage";
import { createMetrics, here, inSpan, type Logger, type ProbeTarget } from "@flora/telemetry";
import { askForWorker, stageForWorker } from "./ask-for-worker.ts";
import { CommandSync } from "./commands/sync.ts";
import { controlHandlers, refresh } from "./control.ts";
import { CronClock } from "./cron/clock.ts";
import { Deployer } from "./deploy.ts";
import { DiscordCache } from "./discord/cache.ts";
import { DiscordClient } from "./discord/client.ts";
import { ResumePoints } from "./discord/resume-points.ts";
import { intentBits } from "./discord/intents.ts";
import { Followers } from "./followers.ts";
import { GuildLog } from "./guild-log.ts";
import { GatewayReads } from "./guild-reads/reads.ts";
import { InsideDesk } from "./inside/desk.ts";
import { registerOwn } from "./inside/register.ts";
import { Interest } from "./interest.ts";
import { leave } from "./leave.ts";
import { LinkServer } from "./link-server.ts";
import { Shedder } from "./load/shedder.ts";
import { gatewayMetrics, missingOf, watchGateway } from "./metrics.ts";
import { watchWorker } from "./pool/heartbeat.ts";
import { Pins } from "./pool/pins.ts";
import { Pool } from "./pool/pool.ts";
import type { Outcome, WorkerLink } from "./pool/worker-link.ts";
import { Receiver } from "./receive.ts";
import { createRest, readIdentity } from "./rest/client.ts";
import { Interactions } from "./rest/interactions.ts";
import { RestProxy } from "./rest/proxy.ts";
import { Generations } from "./router/generations.ts";
import { Rebalancer } from "./router/rebalance.ts";
import { Router } from "./router/route.ts";
import { type MoveWatcher, noWatcher } from "./router/watcher.ts";
import { ScheduleClock } from "./schedules/clock.ts";
import { GuildSettings } from "./settings.ts";
import { answerUnserved } from "./unserved.ts";
import { Validator } from "./validate.ts";
import { WhyKeeper } from "./why/keeper.ts";

export interface GatewayOptions {
  config: Pick<Config, "discord" | "limits" | "workers" | "logLinesKept">;
  token: string;
  /** The emulator plays Discord. */
  emulated: boolean;
  link: { host: string; port: number; secret: string };
  /** Overrides how the bot's requests are paced; without it by Discord's own limits. */
  pacing?: Partial<PacerOptions>;
  /** Told of every step of every move, for tests that let something die during one. */
  watcher?: MoveWatcher;
  storage: Storage;
  log: Logger;
}

export interface Gateway {
  linkPort: number;
  guilds: number;
  probes: ProbeTarget;
  close(): Promise<void>;
}

/** Workers that are started together are waited for this long before guilds are placed, in milliseconds. */
const POOL_GRACE_MS = 3_000;

/** Whoever runs a cron job by hand waits this long for its end, in milliseconds; the API waits a little longer. */
const CRON_WAIT_MS = 6_000;

/** What the gateway holds of files before they are sent, and how long it waits for their request, in milliseconds. */
const STAGED_BYTES = 128 * 1024 * 1024;
const STAGED_LIFE_MS = 30_000;

/** How often workers are asked what they do, in milliseconds. */
const LOAD_EVERY_MS = 5_000;

/** Connects to Discord and listens for workers and API; rejects with OperatorError for what the operator must mend. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, token, emulated, storage, log } = options;
  const registry = createMetrics({ process: "gateway" });
  const metrics = gatewayMetrics(registry);
  const rest = createRest({ token, apiUrl: config.discord.apiUrl, log });
  const identity = await readIdentity(rest);

  const cache = new DiscordCache();
  const present = (guildId: GuildId) => cache.has(guildId);
  const interest = new Interest();
  const why = new WhyKeeper({ wordOf: interest.wordOf.bind(interest), now: clock.now });
  const interactions = new Interactions();
  const pacer = new Pacer(options.pacing);
  const staged = new StagedFiles({
    fileBytes: config.limits.fileBytes,
    guildBytes: config.limits.uploadBytes,
    totalBytes: STAGED_BYTES,
    lifeMs: STAGED_LIFE_MS,
  });
  const generations = new Generations();
  const pool = new Pool({ expected: config.workers, graceMs: POOL_GRACE_MS });
  const router = new Router(
    {
      pool,
      generations,
      storage,
      metrics,
      log,
      watcher: options.watcher ?? noWatcher,
      onSettled: why.settled.bind(why),
    },
    { waiting: config.limits.queuedDispatches, freezeMs: config.limits.migrationTimeoutMs },
  );
  const rebalancer = new Rebalancer(router, pool, log);
  const pins = new Pins(pool, storage.meta);
  const shedder = new Shedder({ pool, router, log, cores: navigator.hardwareConcurrency });
  watchGateway(registry, { cache, pool, router, shedder, staged });
  pool.listen({
    onJoin: () => {
      router.onJoin();
      void rebalancer.start();
    },
    onLeave: (link) => router.onLeave(link),
  });
  /** What every path to a script goes through: a paused one gets nothing at all. */
  const deliver = (event: DispatchEvent): Promise<Outcome> => {
    if (!paused(event.guildId)) return traced(event, (event) => router.deliver(event));
    const outcome: Outcome = { status: "dropped", reason: "the script is paused", why: "paused" };
    why.settled(event, outcome);
    return Promise.resolve(outcome);
  };
  const paused = (guildId: GuildId) => deployer.current(guildId)?.pausedAt !== undefined;
  const proxy: RestProxy = new RestProxy({
    rest,
    applicationId: identity.applicationId,
    cache,
    pacer,
    interactions,
    staged,
    revisionOf: (guildId) => deployer.current(guildId)?.revisionId,
    metrics,
    log,
  });
  const reads = new GatewayReads({
    store: cache.store,
    request: (request) => proxy.request(request),
    now: clock.now,
  });
  const { apiUrl } = config.discord;
  const desk = new InsideDesk({ discord: proxy, reads, apiUrl, emulated, interactions, log });
  const commands = new CommandSync(proxy);
  const onPassed = why.cronPassed.bind(why);
  const cron = new CronClock({ storage: storage.cron, deliver, present, onPassed, metrics, log });
  const guildLog = new GuildLog({ storage: storage.logs, linesKept: config.logLinesKept, log });
  const schedules = new ScheduleClock({
    storage: storage.schedules,
    deliver,
    serves: (guildId) => present(guildId) && interest.has(guildId, "schedule"),
    warn: (guildId, message) => guildLog.warn(guildId, message),
    metrics,
    log,
  });
  const deployer: Deployer = new Deployer({
    storage: storage.deployments,
    router,
    generations,
    commands,
    limits: config.limits,
    log,
    present,
    onCurrent: (deployment) => followers.onCurrent(deployment),
    onGone: (guildId) => followers.onGone(guildId),
  });
  const receiver = new Receiver({
    cache,
    interest,
    interactions,
    metrics,
    log,
    deliver,
    forFlora: (payload) => desk.take(payload),
    onFiltered: (guildId, payload, reason) =>
      why.filtered(guildId, payload, paused(guildId) ? "paused" : reason),
    onAvailable: (guildId) => void schedules.wake(guildId),
    answerUnserved(event, why) {
      const reason = paused(event.guildId) ? "paused" : why;
      if (reason === "unknown" && event.event === "interactionCreate") {
        void deployer.sweepCommands(event.guildId);
      }
      return answerUnserved({ discord: proxy, interactions, metrics, log }, event, reason);
    },
    onLeft(guildId) {
      log.info({ guildId }, `The bot left guild ${guildId}`);
      commands.forget(guildId);
      pacer.forget(guildId);
      proxy.forget(guildId);
      staged.forgetGuild(guildId);
      why.forget(guildId);
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
    onPayload(payload) {
      reads.apply(payload);
      proxy.apply(payload);
      return receiver.receive(payload);
    },
    onFinished: () => resumePoints.touch(),
    readFlags: async () => (await readIdentity(rest)).flags,
  });
  const ceiling = intentBits(config.discord.intentsCeiling);
  const followers = new Followers({
    interest,
    cron,
    schedules,
    discord,
    receiver,
    storage: storage.cron,
    guildLog,
    ceiling,
    log,
  });

  const resumePoints = new ResumePoints({
    storage: storage.meta,
    applicationId: identity.applicationId,
    shards: config.discord.shards,
    log,
  });
  await pins.load();
  const manifestOf = (guildId: GuildId) => present(guildId) ? deployer.current(guildId)?.manifest : undefined;
  const deployments = await deployer.load();
  const intents = followers.prepare(deployments);
  const server = await LinkServer.listen({
    ...options.link,
    identity,
    worker: {
      leaving: async (_params, link) => ({ left: await leave(link, { pool, rebalancer, log }) }),
      discord: (request, link) =>
        askForWorker({ router, proxy, commands, log }, link, request as DiscordRequestInput),
      files: async (call, link) => stageForWorker({ router, staged }, link, call as FilesCall),
      guild: (request) => reads.read(request as GuildReadInput),
    },
    control: controlHandlers({
      discord,
      emulated,
      cache,
      pool,
      router,
      deployer,
      validator: new Validator({ storage, router, generations, limits: config.limits, ceiling, present }),
      rebalancer,
      why,
      review: { storage: storage.deployments, cache },
      pins,
      shedder,
      metrics: registry,
      webhooks: {
        manifestOf,
        connected: () => discord.state === "ready",
        deliver,
        waitMs: config.limits.webhookTimeoutMs,
      },
      crons: { cron, manifestOf, paused, waitMs: CRON_WAIT_MS },
      settings: new GuildSettings({
        storage: storage.settings,
        reads,
        manifestOf,
        refresh: (guildId) => refresh({ router, pool }, guildId, "refreshSettings"),
        deliver,
      }),
    }),
    onWorker: (link) => join(pool, link, log),
    onOffice: (office) => desk.attend(office),
    log,
  });
  const close = async () => {
    cron.stop();
    schedules.stop();
    await discord.stop();
    await resumePoints.stop();
    rebalancer.stop();
    shedder.stop();
    router.close();
    staged.close();
    pool.close();
    await server.close();
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  };
  try {
    await discord.start(intents, await resumePoints.read());
    resumePoints.follow(() => discord.points);
  } catch (error) {
    await close();
    throw error;
  }
  await followers.start(deployments);
  registerOwn(rest, identity.applicationId).then(
    (sent) => sent > 0 && log.info(`Registered ${sent} commands of flora's own`),
    (error) => log.warn({ err: error }, "Cannot register flora's own commands: /flora may be missing"),
  );
  shedder.start(LOAD_EVERY_MS);
  log.info(`Ready: ${cache.size} guilds, ${deployments.length} with a script, links on port ${server.port}`);
  const probes = { metrics: registry, missing: () => missingOf({ discord, pool }) };
  return { linkPort: server.port, guilds: cache.size, probes, close };
}

/** From here on every log line about the event has its id, and its trace goes with it to the worker. */
function traced(event: DispatchEvent, deliver: (event: DispatchEvent) => Promise<Outcome>): Promise<Outcome> {
  const { id: dispatchId, guildId } = event;
  return inSpan(
    `dispatch ${event.event}`,
    { dispatchId, attributes: { "flora.guild": guildId } },
    async (note) => {
      const { trace } = here();
      const outcome = await deliver(trace === undefined ? event : { ...event, trace });
      note({ "flora.outcome": outcome.status });
      return outcome;
    },
  );
}

function join(pool: Pool, link: WorkerLink, log: Logger): void {
  log.info(`${link.name} joined (process ${link.pid})`);
  link.closed.then(() => log.info(`${link.name} is gone`));
  watchWorker(link, log);
  pool.add(link);
}

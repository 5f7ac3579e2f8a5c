/** @module What follows when a guild's script changes or goes: interest, crons, intents, and a word to the script. */
import type { Deployment, GuildId } from "@flora/model";
import { within } from "@flora/model/within";
import { type CronStorage, insist } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { CronClock } from "./cron/clock.ts";
import type { DiscordClient } from "./discord/client.ts";
import { computeIntents, intentNames, wantedIntents } from "./discord/intents.ts";
import type { GuildLog } from "./guild-log.ts";
import type { Interest } from "./interest.ts";
import type { Receiver } from "./receive.ts";
import type { ScheduleClock } from "./schedules/clock.ts";

export interface FollowerParts {
  interest: Interest;
  cron: CronClock;
  schedules: ScheduleClock;
  discord: DiscordClient;
  receiver: Receiver;
  storage: CronStorage;
  guildLog: GuildLog;
  /** Intents the operator allows, as bits. */
  ceiling: number;
  log: Logger;
}

/** A deploy that wants more intents waits this long for Discord to grant them, in milliseconds. */
const INTENTS_WAIT_MS = 10_000;

/** Guilds whose jobs are taken up at a stretch. */
const TOGETHER = 50;

export class Followers {
  constructor(private readonly parts: FollowerParts) {}

  /** Before Discord is connected: takes up the interests of what is deployed, answers the intents to ask for. */
  prepare(deployments: readonly Deployment[]): number {
    for (const { guildId, manifest } of running(deployments)) this.parts.interest.set(guildId, manifest);
    return this.#intents(deployments);
  }

  /** Once Discord is connected. */
  async start(deployments: readonly Deployment[]): Promise<void> {
    for (const [index, deployment] of running(deployments).entries()) {
      // Thousands of guilds take a while: events come in between.
      if (index % TOGETHER === 0) await new Promise((next) => setTimeout(next));
      await this.#schedule(deployment);
    }
    await this.parts.schedules.start();
  }

  /** Resolves when the new script gets its events, or is told that some do not come. */
  async onCurrent(deployment: Deployment): Promise<void> {
    const { interest, schedules, discord, receiver, guildLog, log } = this.parts;
    const { guildId, manifest } = deployment;
    interest.set(guildId, manifest);
    await this.#schedule(deployment);
    await schedules.wake(guildId);
    await within(INTENTS_WAIT_MS, discord.want(this.#intents([deployment]))).catch((error) => {
      log.error({ err: error }, `Cannot ask Discord for more intents: ${(error as Error).message}`);
    });
    const missing = wantedIntents(manifest) & ~discord.intents;
    if (missing !== 0) {
      guildLog.warn(
        guildId,
        `Some events do not arrive: the bot has no intent ${intentNames(missing).join(", ")}`,
      );
    }
    receiver.ready(guildId);
  }

  onGone(guildId: GuildId): void {
    this.parts.interest.delete(guildId);
    this.parts.cron.delete(guildId);
  }

  #intents(deployments: readonly Deployment[]): number {
    return computeIntents(deployments.map(({ manifest }) => wantedIntents(manifest)), this.parts.ceiling);
  }

  async #schedule({ guildId, manifest, createdAt }: Deployment): Promise<void> {
    const { storage } = this.parts;
    await insist(() => storage.prune(guildId, manifest.crons.map(({ name }) => name)));
    await this.parts.cron.set(guildId, manifest.crons, createdAt);
  }
}

/** A paused script gets no events. */
function running(deployments: readonly Deployment[]): Deployment[] {
  return deployments.filter(({ pausedAt }) => pausedAt === undefined);
}

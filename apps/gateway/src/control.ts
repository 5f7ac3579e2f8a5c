/** @module What the API may ask of the gateway. */
import type { GuildId } from "@flora/model";
import type { GatewayStatus } from "@flora/protocol";
import type { controlMethods, Handlers } from "@flora/protocol";
import type { Metrics } from "@flora/telemetry";
import { runCronNow, type RunNowParts } from "./cron/run-now.ts";
import type { Deployer } from "./deploy.ts";
import type { DiscordCache } from "./discord/cache.ts";
import type { DiscordClient } from "./discord/client.ts";
import type { Shedder } from "./load/shedder.ts";
import type { Pins } from "./pool/pins.ts";
import type { Pool } from "./pool/pool.ts";
import { placementHandlers } from "./placement.ts";
import type { Rebalancer } from "./router/rebalance.ts";
import type { Router } from "./router/route.ts";
import type { GuildSettings } from "./settings.ts";
import { usageOf } from "./usage.ts";
import type { Validator } from "./validate.ts";
import { review, type ReviewParts } from "./review/review.ts";
import { runWebhook, type WebhookParts } from "./webhooks.ts";
import { hintsFor } from "./why/hints.ts";
import type { WhyKeeper } from "./why/keeper.ts";

export interface ControlParts {
  discord: Pick<DiscordClient, "state" | "shards" | "intents">;
  emulated: boolean;
  cache: DiscordCache;
  pool: Pool;
  router: Router;
  deployer: Deployer;
  validator: Validator;
  rebalancer: Rebalancer;
  pins: Pins;
  shedder: Pick<Shedder, "loads">;
  metrics: Pick<Metrics, "render" | "contentType">;
  webhooks: WebhookParts;
  settings: GuildSettings;
  crons: RunNowParts;
  why: WhyKeeper;
  review: ReviewParts;
}

const REFRESH_TIMEOUT_MS = 5_000;

export function controlHandlers(
  parts: ControlParts,
): Omit<Handlers<typeof controlMethods>, "hello" | "attend"> {
  const { cache, pool, router, deployer } = parts;
  return {
    ...placementHandlers(parts),
    status: () => Promise.resolve(status(parts)),
    guilds: () => Promise.resolve(cache.list()),
    deploy: ({ guildId, revisionId, ...options }) => deployer.deploy(guildId, revisionId, options),
    undeploy: async ({ guildId, ...options }) => {
      await deployer.undeploy(guildId, options);
      return {};
    },
    pause: ({ guildId, paused }) => deployer.setPaused(guildId, paused),
    validate: ({ guildId, revisionId }) => parts.validator.validate(guildId, revisionId),
    metrics: async () => ({ text: await parts.metrics.render(), contentType: parts.metrics.contentType }),
    webhook: ({ guildId, request }) => runWebhook(parts.webhooks, guildId, request),
    usage: ({ guildId }) => usageOf(parts, guildId),
    runCron: ({ guildId, name }) => runCronNow(parts.crons, guildId, name),
    changeSettings: async ({ guildId, values }) => {
      await parts.settings.change(guildId, values);
      return {};
    },
    why: async ({ guildId, ...filter }) => ({
      ...parts.why.read(guildId, filter),
      hints: hintsOf(parts, guildId),
    }),
    review: ({ guildId, ...revisions }) => review(parts.review, guildId, revisions),
    secretsChanged: async ({ guildId }) => {
      await refresh({ router, pool }, guildId, "refreshSecrets");
      return {};
    },
  };
}

function hintsOf({ cache, deployer, discord }: ControlParts, guildId: GuildId): string[] {
  const deployment = deployer.current(guildId);
  return hintsFor({ present: cache.has(guildId), deployment, intents: discord.intents });
}

/** Has a guild's worker read anew what is stored; a guild that runs nowhere does so when it boots. */
export async function refresh(
  { router, pool }: Pick<ControlParts, "router" | "pool">,
  guildId: GuildId,
  method: "refreshSecrets" | "refreshSettings",
): Promise<void> {
  await router.settled(guildId);
  const owner = router.currentOwner(guildId);
  if (owner && pool.workers.includes(owner)) await owner.call(method, { guildId }, REFRESH_TIMEOUT_MS);
}

function status({ discord, emulated, cache, pool, router, shedder }: ControlParts): GatewayStatus {
  const placed = router.placed();
  const loads = shedder.loads();
  return {
    discord: discord.state,
    emulated,
    shards: discord.shards,
    guilds: cache.size,
    workers: pool.workers.map(({ name, pid, running }) => ({
      name,
      pid,
      guilds: placed.get(name) ?? 0,
      draining: pool.isDraining(name),
      running,
      load: loads.get(name) ?? 0,
    })),
  };
}

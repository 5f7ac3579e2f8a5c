/** @module What the API may ask of the gateway. */
import type { GatewayStatus } from "@flora/protocol";
import type { controlMethods, Handlers } from "@flora/protocol";
import type { Deployer } from "./deploy.ts";
import type { DiscordCache } from "./discord/cache.ts";
import type { DiscordClient } from "./discord/client.ts";
import type { Shedder } from "./load/shedder.ts";
import type { Pins } from "./pool/pins.ts";
import type { Pool } from "./pool/pool.ts";
import { placementHandlers } from "./placement.ts";
import type { Rebalancer } from "./router/rebalance.ts";
import type { Router } from "./router/route.ts";
import { runWebhook, type WebhookParts } from "./webhooks.ts";

export interface ControlParts {
  discord: Pick<DiscordClient, "state" | "shards">;
  emulated: boolean;
  cache: DiscordCache;
  pool: Pool;
  router: Router;
  deployer: Deployer;
  rebalancer: Rebalancer;
  pins: Pins;
  shedder: Pick<Shedder, "loads">;
  webhooks: WebhookParts;
}

const REFRESH_TIMEOUT_MS = 5_000;

export function controlHandlers(parts: ControlParts): Omit<Handlers<typeof controlMethods>, "hello"> {
  const { cache, pool, router, deployer } = parts;
  return {
    ...placementHandlers(parts),
    status: () => Promise.resolve(status(parts)),
    guilds: () => Promise.resolve(cache.list()),
    deploy: ({ guildId, revisionId }) => deployer.deploy(guildId, revisionId),
    undeploy: async ({ guildId }) => {
      await deployer.undeploy(guildId);
      return {};
    },
    webhook: ({ guildId, request }) => runWebhook(parts.webhooks, guildId, request),
    // A guild that runs nowhere reads its secrets when it boots.
    secretsChanged: async ({ guildId }) => {
      const owner = router.currentOwner(guildId);
      if (owner && pool.workers.includes(owner)) {
        await owner.call("refreshSecrets", { guildId }, REFRESH_TIMEOUT_MS);
      }
      return {};
    },
  };
}

function status({ discord, emulated, cache, pool, router, shedder }: ControlParts): GatewayStatus {
  const placed = router.placed();
  const loads = shedder.loads();
  return {
    discord: discord.state,
    emulated,
    shards: discord.shards,
    guilds: cache.size,
    workers: pool.workers.map(({ name, pid }) => ({
      name,
      pid,
      guilds: placed.get(name) ?? 0,
      draining: pool.isDraining(name),
      load: loads.get(name) ?? 0,
    })),
  };
}

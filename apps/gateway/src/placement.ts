/** @module What an operator may do with workers and the guilds on them. */
import { ControlError, type GuildId } from "@flora/model";
import type { controlMethods, Handlers } from "@flora/protocol";
import type { DiscordCache } from "./discord/cache.ts";
import type { Pins } from "./pool/pins.ts";
import type { Pool } from "./pool/pool.ts";
import type { WorkerLink } from "./pool/worker-link.ts";
import type { Rebalancer } from "./router/rebalance.ts";
import type { Router } from "./router/route.ts";

export interface PlacementParts {
  cache: Pick<DiscordCache, "has">;
  pool: Pool;
  router: Router;
  rebalancer: Rebalancer;
  pins: Pins;
}

/** Longer than any handler may run. */
const DRAIN_TIMEOUT_MS = 30_000;

type PlacementHandlers = Pick<
  Handlers<typeof controlMethods>,
  "placements" | "migrate" | "migrations" | "pin" | "drain" | "undrain"
>;

export function placementHandlers(
  { cache, pool, router, rebalancer, pins }: PlacementParts,
): PlacementHandlers {
  const find = (name: string): WorkerLink => {
    const link = pool.find(name);
    if (link) return link;
    const known = pool.workers.map(({ name }) => name).sort().join(", ") || "none";
    throw new ControlError("NOT_FOUND", `Cannot find worker "${name}": there are ${known}`, {
      field: "worker",
    });
  };
  const mustBeIn = (guildId: GuildId, what: string): void => {
    if (cache.has(guildId)) return;
    throw new ControlError("NOT_FOUND", `Cannot ${what} guild ${guildId}: the bot is not in it`, {
      field: "guildId",
    });
  };
  /** A guild that is pinned elsewhere would go back there with the next change of the pool. */
  const mustNotBePinnedBut = (worker: string, guildId: GuildId): void => {
    const pin = pool.pinOf(guildId);
    if (pin === undefined || pin === worker) return;
    throw new ControlError("CONFLICT", `Cannot move guild ${guildId} to ${worker}: it is pinned to ${pin}`);
  };
  return {
    placements: () =>
      Promise.resolve(
        router.placements().map((one) => ({ ...one, pinned: pool.pinOf(one.guildId) !== undefined })),
      ),
    async migrate({ guildId, worker }) {
      mustBeIn(guildId, "move");
      const target = find(worker);
      mustNotBePinnedBut(worker, guildId);
      const pauseMs = await router.migrate(guildId, target, "asked");
      pool.settle(guildId, worker);
      return { pauseMs };
    },
    async pin({ guildId, worker }) {
      if (worker !== null) {
        mustBeIn(guildId, "pin");
        find(worker);
      }
      await pins.set(guildId, worker);
      await rebalancer.start();
      return {};
    },
    migrations: (query) => Promise.resolve(router.traces.list(query)),
    async undrain({ worker }) {
      find(worker);
      pool.drain(worker, false);
      await rebalancer.start();
      return {};
    },
    async drain({ worker, restart }) {
      const link = find(worker);
      if (pool.workers.every(({ name }) => name === worker || pool.isDraining(name))) {
        throw new ControlError("CONFLICT", `Cannot drain ${worker}: no other worker takes guilds`);
      }
      pool.drain(worker, true);
      const left = await rebalancer.empty(link, DRAIN_TIMEOUT_MS);
      if (restart && left.length === 0) link.close();
      return { left };
    },
  };
}

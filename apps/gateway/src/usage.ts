/** @module What one guild's script uses at this moment, and where. */
import type { GuildId } from "@flora/model";
import type { controlMethods } from "@flora/protocol";
import type { z } from "zod";
import type { Router } from "./router/route.ts";
import type { WhyKeeper } from "./why/keeper.ts";

export type GuildUsageResult = z.input<typeof controlMethods.usage.result>;

export interface UsageParts {
  router: Pick<Router, "currentOwner">;
  why: Pick<WhyKeeper, "read">;
}

const STATS_TIMEOUT_MS = 4_000;

/** Never rejects: a worker that does not answer in time is named without figures. */
export async function usageOf({ router, why }: UsageParts, guildId: GuildId): Promise<GuildUsageResult> {
  const { countedSince, counts } = why.read(guildId, {});
  const byReason: GuildUsageResult["byReason"] = {};
  for (const { reason, count } of counts) byReason[reason] = (byReason[reason] ?? 0) + count;
  const events = { countedSince, byReason };
  const owner = router.currentOwner(guildId);
  if (!owner) return events;
  const stats = await owner.call("stats", { guildId }, STATS_TIMEOUT_MS).catch(() => undefined);
  const [figures] = stats?.guilds.filter((one) => one.guildId === guildId) ?? [];
  return { ...events, worker: { name: owner.name, ...(figures && { figures }) } };
}

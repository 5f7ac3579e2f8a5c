import { createRoute } from "@hono/zod-openapi";
import type { WhyReason } from "@flora/model";
import { GuildUsage } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { errors, GuildParams, json } from "./parts.ts";

const usage = createRoute({
  method: "get",
  path: "/api/guilds/{guildId}/usage",
  summary:
    "What the guild's script does and uses: events, errors, CPU time, memory, storage, and where it runs",
  request: { params: GuildParams },
  responses: { 200: json(GuildUsage, "Figures"), ...errors("UNAVAILABLE") },
});

/** The handler ran, and did not end well. */
const failures: readonly WhyReason[] = ["threw", "timed-out", "script-ended"];
/** The handler ran to its end; in all but the first something was refused to it. */
const runs: readonly WhyReason[] = [
  "ran",
  "no-permission",
  "not-of-this-server",
  "quota",
  "rate-limited",
  "host-forbidden",
  "discord-refused",
];

export function usageRoutes(api: Api, { storage, gateway, limits }: ApiParts): void {
  api.openapi(usage, async (c) => {
    const { guildId } = c.req.valid("param");
    const { countedSince, byReason, worker } = await gateway.call("usage", { guildId });
    const sum = (reasons: readonly WhyReason[]) =>
      reasons.reduce((total, reason) => total + (byReason[reason] ?? 0), 0);
    const deployment = await storage.deployments.current(guildId);
    const { guildId: _, ...figures } = worker?.figures ?? {};
    return c.json({
      ...(deployment && {
        deployment: {
          number: deployment.number,
          revisionId: deployment.revisionId,
          ...(deployment.pausedAt !== undefined && { pausedAt: deployment.pausedAt }),
        },
      }),
      events: {
        countedSince,
        dispatches: sum(runs) + sum(failures),
        errors: sum(failures),
        byReason,
      },
      ...(worker && { runsOn: { worker: worker.name, ...figures } }),
      kv: { usedBytes: await storage.kv.usedBytes(guildId), quotaBytes: limits.kvQuotaBytes },
      limits: { residentBytes: limits.residentBytes, cpuSharePercent: limits.cpuSharePercent },
    }, 200);
  });
}

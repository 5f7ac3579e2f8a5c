/** @module The one table of who may do what: every route of the API has exactly one rule here, or is not served. */
import type { AccessLevel } from "@flora/model";

export interface Rule {
  /**
   * What it takes: nothing (`nobody` is asked who they are), being somebody (`anybody`), a role in the guild that the
   * path names, or being an operator.
   */
  needs: "nobody" | "anybody" | AccessLevel;
  /** Under which word the audit log has it; absent where it changes nothing. Read-only tokens never change anything. */
  change?: string;
  /**
   * The only proof it takes: `token` where so much power must never ride on a cookie that a browser sends by itself,
   * `session` where a person has to be there, so that no token can make itself another.
   */
  proof?: "token" | "session";
  /** Its address holds the proof, and its handler counts those whose proof is none. */
  judges?: true;
}

const open: Rule = { needs: "nobody" };
const view: Rule = { needs: "viewer" };
const edit = (change: string): Rule => ({ needs: "editor", change });
const admin = (change: string): Rule => ({ needs: "admin", change });
const operate = (change: string): Rule => ({ needs: "operator", change, proof: "token" });

const guild = "/api/guilds/{guildId}";

/** By method and path, as the OpenAPI document has them. */
export const rules: Readonly<Record<string, Rule>> = {
  "GET /api/openapi.json": open,
  "GET /api/docs": open,
  "GET /api/health": open,
  "POST /hooks/{guildId}/{name}/{token}": { needs: "nobody", judges: true },

  "GET /api/auth": open,
  "GET /api/auth/login": open,
  "GET /api/auth/callback": open,
  "POST /api/auth/device/code": open,
  "POST /api/auth/device/token": open,
  "GET /device": open,
  "POST /device": { needs: "anybody", change: "login.allow", proof: "session" },
  "GET /account": open,
  "POST /api/auth/logout": { needs: "anybody", change: "login.end" },
  "GET /api/whoami": { needs: "anybody" },

  "GET /api/guilds": { needs: "anybody" },
  "GET /api/deployments": { needs: "anybody" },
  [`GET ${guild}/deployment`]: view,
  [`DELETE ${guild}/deployment`]: edit("deployment.delete"),
  [`POST ${guild}/deployment/rollback`]: edit("deployment.rollback"),
  [`POST ${guild}/deployment/pause`]: edit("deployment.pause"),
  [`POST ${guild}/deployment/resume`]: edit("deployment.resume"),
  [`GET ${guild}/deployments`]: view,
  [`POST ${guild}/deployments`]: edit("deployment.create"),
  // It loads the project, as a deploy would.
  [`POST ${guild}/validate`]: { needs: "editor" },
  [`GET ${guild}/revisions/{revisionId}`]: view,
  [`GET ${guild}/revisions/{revisionId}/sources`]: view,
  [`GET ${guild}/revisions/{revisionId}/diff`]: view,
  [`GET ${guild}/revisions/{revisionId}/review`]: view,
  [`GET ${guild}/logs`]: view,
  [`GET ${guild}/logs/stream`]: view,
  [`GET ${guild}/why`]: view,
  [`GET ${guild}/usage`]: view,
  [`GET ${guild}/crons`]: view,
  [`POST ${guild}/crons/run`]: edit("cron.run"),
  [`GET ${guild}/schedules`]: view,
  [`DELETE ${guild}/schedules`]: edit("schedule.cancel"),
  [`GET ${guild}/kv`]: view,
  [`PUT ${guild}/kv/{store}`]: edit("kv.store.create"),
  [`DELETE ${guild}/kv/{store}`]: edit("kv.store.delete"),
  [`GET ${guild}/kv/{store}/keys`]: view,
  [`GET ${guild}/kv/{store}/value`]: view,
  [`PUT ${guild}/kv/{store}/value`]: edit("kv.set"),
  [`DELETE ${guild}/kv/{store}/value`]: edit("kv.delete"),
  [`GET ${guild}/kv/{store}/export`]: view,
  [`POST ${guild}/kv/{store}/import`]: edit("kv.import"),
  [`GET ${guild}/secrets`]: view,
  [`PUT ${guild}/secrets/{name}`]: edit("secret.set"),
  [`DELETE ${guild}/secrets/{name}`]: edit("secret.delete"),
  [`GET ${guild}/settings`]: view,
  [`PUT ${guild}/settings`]: edit("settings.set"),
  // Whoever knows a webhook's address can call it.
  [`GET ${guild}/webhooks`]: { needs: "editor" },
  [`POST ${guild}/webhooks/{name}/rotate`]: edit("webhook.rotate"),

  [`GET ${guild}/access`]: { needs: "admin" },
  [`PUT ${guild}/access/{userId}`]: admin("access.grant"),
  [`DELETE ${guild}/access/{userId}`]: admin("access.revoke"),
  [`GET ${guild}/audit`]: { needs: "admin" },

  "GET /api/tokens": { needs: "anybody" },
  "POST /api/tokens": { needs: "anybody", change: "token.create" },
  "DELETE /api/tokens/{id}": { needs: "anybody", change: "token.revoke" },

  "GET /api/admin/audit": { needs: "operator" },
  "GET /api/admin/workers": { needs: "operator" },
  "GET /api/admin/guilds": { needs: "operator" },
  "POST /api/admin/guilds/{guildId}/migrate": operate("guild.migrate"),
  "PUT /api/admin/guilds/{guildId}/pin": operate("guild.pin"),
  "POST /api/admin/workers/{name}/drain": operate("worker.drain"),
  "DELETE /api/admin/workers/{name}/drain": operate("worker.undrain"),
  "GET /api/admin/migrations": { needs: "operator" },
  "GET /api/admin/metrics": { needs: "operator" },
  // All that everybody entrusted to flora, at once.
  "POST /api/admin/backup": operate("backup.create"),
};

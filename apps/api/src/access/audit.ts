import type { Context } from "hono";
import type { GuildId } from "@flora/model";
import type { AuditActor, AuditEntry } from "@flora/storage";
import type { ApiEnv, ApiParts } from "../context.ts";
import type { Caller } from "./caller.ts";

/** A change that a route's rule tells of. */
export interface Change {
  action: string;
  caller: Caller;
  guildId: GuildId | undefined;
  /** Of the path. */
  params: Record<string, string>;
}

/** Requests that changed nothing and were never about to. */
const UNTOLD = new Set([400, 404, 408, 413, 429]);

/** Tells the audit log of a change that a route made, or was asked for in vain. */
export async function recordChange(
  c: Context<ApiEnv>,
  parts: ApiParts,
  { action, caller, guildId, params: { guildId: _, ...params } }: Change,
  status: number,
): Promise<void> {
  if (UNTOLD.has(status) && !c.get("changedInPart")) return;
  const details = { ...makerOf(caller), ...queryOf(c), ...c.get("auditDetails") };
  const entry: AuditEntry = {
    at: parts.now(),
    actor: actorOf(caller),
    action,
    ...(Object.keys(params).length > 0 ? { target: Object.values(params).join("/") } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
    address: c.get("address"),
    requestId: c.get("requestId"),
    outcome: status < 400 ? "done" : status < 500 ? "refused" : "failed",
  };
  const guildIds = guildId === undefined ? c.get("auditGuildIds") ?? [undefined] : [guildId];
  for (const guildId of guildIds) await record(parts, guildId === undefined ? entry : { ...entry, guildId });
}

/** Adds an entry, here and to flora's own log. What it tells of has happened: nothing is undone when it cannot. */
export async function record(
  { storage, log, auditEntriesKept }: Pick<ApiParts, "storage" | "log" | "auditEntriesKept">,
  entry: AuditEntry,
): Promise<void> {
  log.info({ audit: entry }, `${entry.actor.name}: ${entry.action}, ${entry.outcome}`);
  try {
    await storage.audit.append(entry, auditEntriesKept);
  } catch (error) {
    log.error({ err: error, requestId: entry.requestId }, "Cannot write to the audit log");
  }
}

/** A login on a command line is the person, `/flora` a door of its own; any other token is itself. */
function actorOf({ name, userId, proof }: Caller): AuditActor {
  if (proof.kind === "discord") return { kind: "command", id: userId, name };
  if (proof.kind !== "token" || proof.token.kind === "login") return { kind: "person", id: userId, name };
  const { id, level, maker } = proof.token;
  return { kind: level === "operator" && maker === undefined ? "operator" : "token", id, name };
}

/** What a change is about may stand in the query: a key, a cron's name. */
function queryOf(c: Context<ApiEnv>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(c.req.query()).slice(0, 8).map((
      [name, value],
    ) => [name.slice(0, 32), value.slice(0, 256)]),
  );
}

function makerOf({ proof }: Caller): Record<string, string> {
  const maker = proof.kind === "token" && proof.token.kind === "api" ? proof.token.maker : undefined;
  return maker === undefined ? {} : { maker };
}

import { IsolateStartError } from "@flora/isolation";
import type { Generation, RevisionId } from "@flora/model";
import type { Envelope } from "@flora/protocol";
import type { Arrival } from "./arrival.ts";
import { type Dropped, drops } from "./drops.ts";
import { describeThrow } from "./errors.ts";
import type { Guild } from "./guild.ts";
import { type Life, LoadError } from "./life.ts";
import { launch, start } from "./lifecycle.ts";

/** Runs what is deployed, with the secrets and state as stored, or says why it must not run. Throws as `launch` does. */
export async function bootCurrent(
  guild: Guild,
  generation: Generation,
  lives: Set<Life>,
): Promise<Life | Dropped> {
  const { deployments, state } = guild.services.storage;
  const deployment = await deployments.current(guild.id);
  if (!deployment) return drops.nothingDeployed;
  if (deployment.pausedAt !== undefined) return drops.paused;
  const revision = await deployments.getRevision(guild.id, deployment.revisionId);
  if (!revision) {
    throw new Error(`Cannot boot guild ${guild.id}: revision ${deployment.revisionId} is missing`);
  }
  await guild.refreshSecrets();
  return await launch({ guild, generation, revision, state: await state.read(guild.id) }, lives);
}

/** Tells the owner why the script does not run; false where the script cannot be blamed for it. */
export async function reportFailedBoot(guild: Guild, error: unknown): Promise<boolean> {
  const { log, limits } = guild.services;
  if (error instanceof LoadError) {
    const { revisionId, message, rawStack } = error;
    const text = await describeThrow(guild, revisionId, { message, stack: rawStack });
    guild.voice.mustSay("error", `Script failed while it was loaded: ${text}`, { revisionId });
    return true;
  }
  log.error({ guildId: guild.id, err: error }, "Cannot boot a guild");
  if (!(error instanceof IsolateStartError)) return false;
  guild.voice.mustSay("error", `Script could not be started within ${limits.bootTimeoutMs} ms`);
  return true;
}

/**
 * Runs a guild on from where another worker left off, in the guest that waits for it where there is one, and stores its
 * state: what that worker stored may be older.
 */
export async function settle(
  guild: Guild,
  { migrationId, revisionId, state }: Envelope & { revisionId: RevisionId },
  generation: Generation,
  { lives, arrival }: { lives: Set<Life>; arrival: Arrival | undefined },
): Promise<Life> {
  const { storage } = guild.services;
  const waiting = await arrival?.take(migrationId, revisionId);
  const revision = waiting?.revision ?? await storage.deployments.getRevision(guild.id, revisionId);
  if (!revision) throw new Error(`Cannot run guild ${guild.id}: revision ${revisionId} is missing`);
  const placeholders = await guild.refreshSecrets();
  await storage.fenced(guild.id, generation).state.write(guild.id, state ?? {});
  const spec = { guild, generation, revision, state: state ?? {} };
  if (!waiting) return await launch(spec, lives);
  waiting.life.isolate.setSecrets(placeholders);
  return await start(waiting.life, spec);
}

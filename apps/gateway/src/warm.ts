/** @module Loading a stored revision beside what runs, and judging what it registered. */
import { ControlError, type Generation, type GuildId, type Limits, type Manifest } from "@flora/model";
import type { RevisionId } from "@flora/model";
import { LinkClosedError } from "@flora/protocol";
import { checkCrons } from "./cron/schedule.ts";
import type { WorkerLink } from "./pool/worker-link.ts";
import { checkSettings } from "./settings.ts";
import { checkOwnNames } from "./inside/own-names.ts";
import { checkWebhooks } from "./webhooks.ts";

/** On top of boot and load limits, for what the worker does around them. */
const WARM_SLACK_MS = 5_000;
const DISCARD_TIMEOUT_MS = 10_000;

/** What the revision registers; rejects with ControlError SCRIPT_REJECTED or, where the worker ends, UNAVAILABLE. */
export async function warm(
  owner: WorkerLink,
  what: { guildId: GuildId; revisionId: RevisionId; generation: Generation },
  { bootTimeoutMs, loadTimeoutMs }: Limits,
): Promise<Manifest> {
  const timeoutMs = bootTimeoutMs && loadTimeoutMs ? bootTimeoutMs + loadTimeoutMs + WARM_SLACK_MS : 0;
  try {
    return (await owner.call("warm", what, timeoutMs)).manifest;
  } catch (error) {
    if (!(error instanceof LinkClosedError)) throw error;
    throw new ControlError(
      "UNAVAILABLE",
      `Cannot load ${what.revisionId}: ${owner.name} ended meanwhile; try again`,
    );
  }
}

/** Ends what was warmed and will not be used; never rejects. */
export async function discard(owner: WorkerLink, guildId: GuildId, revisionId: RevisionId): Promise<void> {
  await owner.call("discard", { guildId, revisionId }, DISCARD_TIMEOUT_MS).catch(() => undefined);
}

/** Throws ControlError SCRIPT_REJECTED or COMMANDS_REJECTED naming what is wrong in it. */
export function checkManifest(manifest: Manifest, limits: Limits): void {
  checkOwnNames(manifest.commands);
  checkCrons(manifest.crons, limits.cronJobs);
  checkSettings(manifest.settings, limits.settings);
  checkWebhooks(manifest.webhooks, limits.webhooks);
}

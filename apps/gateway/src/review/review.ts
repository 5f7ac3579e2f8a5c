/** @module What a revision can do, what of it is new, and what the bot lacks for it. */
import { ControlError, type GuildId, type Manifest, type Review, type RevisionId } from "@flora/model";
import type { DeploymentStorage } from "@flora/storage";
import type { DiscordCache } from "../discord/cache.ts";
import { capabilitiesOf, changesOf, type Known } from "./capabilities.ts";
import { preflight } from "./preflight.ts";

export interface ReviewParts {
  storage: DeploymentStorage;
  cache: DiscordCache;
}

/**
 * Compares two revisions of a guild; `from` null for nothing. `manifest` is what a revision registered that was never
 * live. Rejects with NOT_FOUND for a revision that the guild has not.
 */
export async function review(
  { storage, cache }: ReviewParts,
  guildId: GuildId,
  { revisionId, from, manifest }: {
    revisionId: RevisionId;
    from: RevisionId | null;
    manifest?: Manifest | undefined;
  },
): Promise<Review> {
  const read = async (id: RevisionId): Promise<Known> => {
    const revision = await storage.getRevision(guildId, id);
    if (!revision) throw new ControlError("NOT_FOUND", `Cannot review ${id}: no such revision`);
    return revision;
  };
  const { uses, manifest: registered } = await read(revisionId);
  const known: Known = { uses, manifest: manifest ?? registered };
  const before = from === null ? undefined : await read(from);
  const guild = cache.guild(guildId), names = cache.store.get(guildId)?.roles;
  const findings = guild && names ? preflight(known, { userId: cache.botUserId, guild }, names) : [];
  return { capabilities: capabilitiesOf(known), ...changesOf(before, known), findings };
}

import { ControlError, type GuildId, type Limits, type Revision, type RevisionId } from "@flora/model";
import type { DeploymentStorage } from "@flora/storage";

const PAGE = 100;

/**
 * The guild's stored revision; throws NOT_FOUND that says whether there ever was one. `action` as in `Cannot <action>
 * rev_…`.
 */
export async function findRevision(
  { deployments, limits }: { deployments: DeploymentStorage; limits: Pick<Limits, "revisions"> },
  guildId: GuildId,
  revisionId: RevisionId,
  action: string,
): Promise<Revision> {
  const revision = await deployments.getRevision(guildId, revisionId);
  if (revision) return revision;
  const number = await lastNumber(deployments, guildId, revisionId);
  const why = number === undefined
    ? `guild ${guildId} has no such revision`
    : `it was deployment ${number}, and only the newest ${limits.revisions} revisions of a guild are kept`;
  throw new ControlError("NOT_FOUND", `Cannot ${action} ${revisionId}: ${why}`);
}

/** As which deployment the revision was last live, as far as the history goes. */
async function lastNumber(
  deployments: DeploymentStorage,
  guildId: GuildId,
  revisionId: RevisionId,
): Promise<number | undefined> {
  let before: number | undefined;
  for (;;) {
    const page = await deployments.history(guildId, PAGE, before);
    const found = page.find((one) => one.revisionId === revisionId);
    if (found || page.length < PAGE) return found?.number;
    before = page.at(-1)!.number;
  }
}

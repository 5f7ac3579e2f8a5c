import { emptyManifest, type GuildId, newRevisionId, type Revision, type RevisionId } from "@flora/model";
import type { Storage } from "../contract.ts";

let made = 0;

/** Stores a revision for tests that need one to be there; of no consequence but in what is given of it. */
export async function storeRevision(
  { deployments }: Pick<Storage, "deployments">,
  guildId: GuildId,
  given: Partial<Omit<Revision, "guildId">> = {},
): Promise<RevisionId> {
  const revision: Revision = {
    id: newRevisionId(Date.now() + made++),
    guildId,
    createdAt: Date.now(),
    createdBy: "test",
    entry: "main.ts",
    code: "",
    sourceMap: "",
    sources: {},
    manifest: emptyManifest,
    ...given,
  };
  await deployments.putRevision(revision);
  return revision.id;
}

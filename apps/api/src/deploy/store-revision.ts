import type { BundleResult } from "@flora/bundler";
import { emptyManifest, type GuildId, newRevisionId, type RevisionId } from "@flora/model";
import type { Storage } from "@flora/storage";
import type { Upload } from "./read-upload.ts";

/** Stores a bundled project as a revision that is not current yet. */
export async function storeRevision(
  { deployments }: Storage,
  { guildId, createdBy, upload, bundle }: {
    guildId: GuildId;
    createdBy: string;
    upload: Upload;
    bundle: BundleResult;
  },
): Promise<RevisionId> {
  const id = newRevisionId();
  await deployments.putRevision({
    id,
    guildId,
    createdAt: Date.now(),
    createdBy,
    entry: upload.entry,
    code: bundle.code,
    sourceMap: bundle.sourceMap,
    sources: upload.files,
    manifest: emptyManifest,
    uses: bundle.uses,
  });
  return id;
}

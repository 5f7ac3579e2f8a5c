import { bundleFiles } from "@flora/bundler";
import { type Deployment, emptyManifest, type GuildId, newRevisionId } from "@flora/model";
import type { ApiParts, Caller } from "../context.ts";
import type { Upload } from "./read-upload.ts";

export interface Deployed {
  deployment: Deployment;
  warnings: string[];
}

/**
 * Bundles an upload, stores it as a revision and has the gateway put it live. A refusal at any step leaves the running
 * revision as it was and forgets the new one.
 */
export async function deploy(
  parts: ApiParts,
  caller: Caller,
  guildId: GuildId,
  upload: Upload,
): Promise<Deployed> {
  // Without a gateway nothing needs to be bundled.
  await parts.gateway.call("status", {});
  const bundle = await bundleFiles(upload.files, upload.entry);
  const id = newRevisionId();
  await parts.storage.deployments.putRevision({
    id,
    guildId,
    createdAt: Date.now(),
    createdBy: caller.name,
    entry: upload.entry,
    code: bundle.code,
    sourceMap: bundle.sourceMap,
    sources: upload.files,
    manifest: emptyManifest,
  });
  try {
    // However long it takes: the limits for loading are the operator's, and may be none.
    const deployment = await parts.gateway.call("deploy", { guildId, revisionId: id }, 0);
    const warnings = bundle.warnings.map((at) => `${at.file}:${at.line}:${at.column}: ${at.message}`);
    return { deployment, warnings };
  } catch (error) {
    await parts.storage.deployments.deleteRevision(guildId, id);
    throw error;
  }
}

import { bundleFiles } from "@flora/bundler";
import type { Deployment, GuildId, Review } from "@flora/model";
import type { Caller } from "../access/caller.ts";
import type { ApiParts } from "../context.ts";
import type { Upload } from "./read-upload.ts";
import { storeRevision } from "./store-revision.ts";

export interface Deployed {
  deployment: Deployment;
  warnings: string[];
  /** Absent where the gateway went away after the deploy. */
  review?: Review;
}

/**
 * Bundles an upload, stores it as a revision and has the gateway put it live, where one of the `expected` deployments is
 * current still. A refusal at any step leaves the running revision as it was and forgets the new one.
 */
export async function deploy(
  parts: ApiParts,
  caller: Caller,
  guildId: GuildId,
  upload: Upload,
  expected?: number[],
): Promise<Deployed> {
  // Without a gateway nothing needs to be bundled.
  await parts.gateway.call("status", {});
  const bundle = await bundleFiles(upload.files, upload.entry);
  const before = await parts.storage.deployments.current(guildId);
  const revisionId = await storeRevision(parts.storage, { guildId, createdBy: caller.name, upload, bundle });
  try {
    // Without a timeout: the operator sets the limits for loading, and may have switched them off.
    const deployment = await parts.gateway.call("deploy", { guildId, revisionId, expected }, 0);
    const warnings = bundle.warnings.map((at) => `${at.file}:${at.line}:${at.column}: ${at.message}`);
    const from = before?.revisionId ?? null;
    const review = await parts.gateway.call("review", { guildId, revisionId, from }).catch((error) => {
      parts.log.warn({ guildId, revisionId, err: error }, "Cannot say what a deploy changed");
    });
    return { deployment, warnings, ...(review && { review }) };
  } catch (error) {
    await parts.storage.deployments.deleteRevision(guildId, revisionId);
    throw error;
  }
}

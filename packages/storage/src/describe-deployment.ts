import { Buffer } from "node:buffer";
import type { Deployment, Manifest, Revision } from "@flora/model";

/** What a deployment tells of its revision, without the number that the store gives it. */
export function describeDeployment(
  revision: Revision,
  manifest: Manifest,
  createdAt: number,
): Omit<Deployment, "number"> {
  const { guildId, id, createdBy, entry, code, sources, uses } = revision;
  return {
    guildId,
    revisionId: id,
    createdAt,
    createdBy,
    entry,
    codeBytes: Buffer.byteLength(code),
    files: Object.entries(sources)
      .map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }))
      .sort((left, right) => left.path < right.path ? -1 : 1),
    manifest,
    ...(uses && { uses }),
  };
}

/** @module A deploy that stops before anything is live: bundle, load in an isolate, say what was found. */
import { Buffer } from "node:buffer";
import { BundleError, bundleFiles, type BundleResult, findingOf, findingsOf } from "@flora/bundler";
import type { GuildId } from "@flora/model";
import type { ValidateResponse } from "@flora/protocol/api";
import type { Caller } from "../access/caller.ts";
import type { ApiParts } from "../context.ts";
import type { Upload } from "./read-upload.ts";
import { storeRevision } from "./store-revision.ts";

/** Nothing of the project is kept. */
export async function validate(
  parts: ApiParts,
  caller: Caller,
  guildId: GuildId,
  upload: Upload,
): Promise<ValidateResponse> {
  // Without a gateway nothing needs to be bundled.
  await parts.gateway.call("status", {});
  let bundle: BundleResult;
  try {
    bundle = await bundleFiles(upload.files, upload.entry);
  } catch (error) {
    if (!(error instanceof BundleError) || error.code === "BUNDLE_TOO_LARGE") throw error;
    return { ok: false, findings: findingsOf(error) };
  }
  const findings = bundle.warnings.map((at) => findingOf("warning", "BUNDLE_WARNING", at));
  const codeBytes = Buffer.byteLength(bundle.code);
  const revisionId = await storeRevision(parts.storage, { guildId, createdBy: caller.name, upload, bundle });
  try {
    const loaded = await parts.gateway.call("validate", { guildId, revisionId }, 0);
    findings.push(...loaded.findings);
    const ok = findings.every(({ severity }) => severity !== "error");
    const { manifest } = loaded;
    if (!manifest) return { ok, codeBytes, findings };
    const from = (await parts.storage.deployments.current(guildId))?.revisionId ?? null;
    const review = await parts.gateway.call("review", { guildId, revisionId, from, manifest });
    return { ok, codeBytes, manifest, findings: [...findings, ...review.findings], review };
  } finally {
    await parts.storage.deployments.deleteRevision(guildId, revisionId);
  }
}

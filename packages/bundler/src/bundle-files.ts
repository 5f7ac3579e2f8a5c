import { dirname, join } from "node:path";
import { bundleProject, type BundleResult } from "./bundle-project.ts";
import { checkFileNames } from "./file-names.ts";
import { type BundleLimits, withDefaults } from "./limits.ts";
import { BundleError, fileProblem } from "./problem.ts";
import { Quota } from "./quota.ts";

/**
 * Bundles uploaded files, which may be hostile: names and sizes are checked before anything is written, into a
 * folder of its own that is gone afterwards.
 */
export async function bundleFiles(
  files: Record<string, string | Uint8Array>,
  entry: string,
  limits?: Partial<BundleLimits>,
): Promise<BundleResult> {
  const entries = Object.entries(files);
  const quota = new Quota(`Cannot bundle ${JSON.stringify(entry)}`, withDefaults(limits));
  const encoded: [string, Uint8Array][] = [];
  for (const [path, content] of entries) {
    const bytes = toBytes(path, content);
    quota.add(path, bytes.length);
    encoded.push([path, bytes]);
  }
  checkFileNames(entries.map(([path]) => path));
  const folder = await Deno.makeTempDir({ prefix: "flora-bundle-" });
  try {
    for (const [path, bytes] of encoded) {
      const target = join(folder, path);
      await Deno.mkdir(dirname(target), { recursive: true });
      await Deno.writeFile(target, bytes, { createNew: true });
    }
    return await bundleProject(folder, entry, limits);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function toBytes(path: string, content: string | Uint8Array): Uint8Array {
  if (typeof content !== "string") return content;
  if (content.isWellFormed()) return new TextEncoder().encode(content);
  const why = "it has half of a surrogate pair";
  const problem = fileProblem(path, why);
  throw new BundleError("ENCODING_INVALID", `Cannot read ${JSON.stringify(path)}: ${why}`, [problem]);
}

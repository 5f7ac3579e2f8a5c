import { createRequire } from "node:module";
import { join } from "node:path";

/** What a project's tests may import of the SDK. */
const specifiers = ["@flora/sdk", "@flora/sdk/testing", "@flora/sdk/config"];

/**
 * Arguments that let `deno` find the SDK for a project that has not installed it: then it is this command's own. The
 * file they name goes to `folder`.
 */
export async function sdkArguments(root: string, folder: string): Promise<string[]> {
  if (hasSdk(root)) return [];
  const imports = Object.fromEntries(specifiers.map((name) => [name, import.meta.resolve(name)]));
  const file = join(folder, "imports.json");
  await Deno.writeTextFile(file, JSON.stringify({ imports }));
  return ["--import-map", file];
}

function hasSdk(root: string): boolean {
  try {
    createRequire(join(root, "package.json")).resolve("@flora/sdk/package.json");
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

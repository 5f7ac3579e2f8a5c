import type { LoadedFile } from "./loader.ts";
import { isPackageFile } from "./quota.ts";

interface RawMap {
  version: number;
  sources: string[];
  mappings: string;
}

/** Name under which a guest's script runs; it is what its raw stacks carry. */
export const scriptName = "guild.js";

/**
 * The map that is kept with a revision: the author's files by relative path, with their text. Package files keep
 * their place in the list, without text: nobody debugs them and they are large.
 */
export function finishSourceMap(json: string, files: ReadonlyMap<string, LoadedFile>): string {
  const { version, sources, mappings } = JSON.parse(json) as RawMap;
  return JSON.stringify({
    version,
    file: scriptName,
    sources,
    sourcesContent: sources.map((name) => isPackageFile(name) ? null : files.get(name)?.text ?? null),
    names: [],
    mappings,
  });
}

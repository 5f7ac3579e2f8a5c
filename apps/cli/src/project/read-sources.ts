import { collectSources, decodeText, dispose } from "@flora/bundler";
import type { Project } from "./project.ts";

/** What a deploy uploads of a project. */
export interface Sources {
  files: Record<string, string>;
  bytes: number;
}

/** The files that a script is made of, bundled here once so that mistakes show without an upload. */
export async function readSources({ root, entry }: Project): Promise<Sources> {
  try {
    const sources = await collectSources(root, entry);
    return {
      files: Object.fromEntries(sources.map(({ path, bytes }) => [path, decodeText(bytes, path)])),
      bytes: sources.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
  } finally {
    await dispose();
  }
}

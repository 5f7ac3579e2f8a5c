import { decodedMappings, encodedMappings, TraceMap, traceSegment } from "@jridgewell/trace-mapping";
import type { ProjectLoader } from "./loader.ts";
import { isPackageFile } from "./quota.ts";

/** Name under which a guest's script runs; it is what its raw stacks carry. */
export const scriptName = "guild.js";

/**
 * The map that is kept with a revision: the author's files by relative path, with their text. Package files keep
 * their place in the list, without text: nobody debugs them and they are large.
 */
export function finishSourceMap(json: string, loader: ProjectLoader): string {
  const map = new TraceMap(json);
  const sources = map.sources.map((name) => toPath(name ?? "", loader));
  const toOriginal = sources.map((name) => loader.rewritten.get(name));
  const mappings = decodedMappings(map).map((line) =>
    line.map((segment): Segment => {
      if (segment.length === 1) return segment;
      const [column, source, sourceLine, sourceColumn] = segment;
      const rewritten = toOriginal[source];
      if (rewritten === undefined) return [column, source, sourceLine, sourceColumn];
      const place = traceSegment(rewritten, sourceLine, sourceColumn);
      return place === null || place.length === 1 ? [column] : [column, source, place[2], place[3]];
    })
  );
  const texts = sources.map((name) => isPackageFile(name) ? null : loader.files.get(name)?.text ?? null);
  const finished = new TraceMap({ version: 3, sources, names: [], mappings });
  return JSON.stringify({
    version: 3,
    file: scriptName,
    sources,
    sourcesContent: texts,
    names: [],
    mappings: encodedMappings(finished),
  });
}

/** esbuild writes sources as URLs, percent-encoded where a path has characters that URLs have not. */
function toPath(source: string, loader: ProjectLoader): string {
  if (loader.files.has(source)) return source;
  try {
    const path = decodeURIComponent(source);
    return loader.files.has(path) ? path : source;
  } catch {
    return source;
  }
}

type Segment = [number] | [number, number, number, number];

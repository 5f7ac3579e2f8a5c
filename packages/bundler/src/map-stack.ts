/**
 * @module Turns a guest's raw stack into one that names the author's files. Imports nothing but the decoder, as
 * workers load it too.
 */
import { TraceMap, traceSegment } from "@jridgewell/trace-mapping";

const scriptFrame = /^(\s*at (?:async (?=guild\.js))?)(?:(.*) \()?guild\.js:(\d+):(\d+)\)?$/;
const anyFrame = /^\s+at (?:.*:\d+:\d+\)?|.* ?\(?(?:<anonymous>|native|index \d+)\)?)$/;

/**
 * A function that rewrites the frames of the script `guild.js` to the author's `file:line:column` and drops all
 * others: those of packages, of the wrapper and of flora. The map is decoded on the first call only.
 */
export function stackMapper(sourceMap: string): (stack: string) => string {
  let map: TraceMap | undefined;
  return (stack) => {
    map ??= new TraceMap(sourceMap);
    const lines: string[] = [];
    for (const line of stack.split("\n")) {
      const frame = scriptFrame.exec(line);
      if (frame === null) {
        if (!anyFrame.test(line)) lines.push(line);
        continue;
      }
      const place = authorPlace(map, Number(frame[3]), Number(frame[4]));
      if (place !== undefined) lines.push(`${frame[1]}${frame[2] ? `${frame[2]} (${place})` : place}`);
    }
    return lines.join("\n");
  };
}

function authorPlace(map: TraceMap, line: number, column: number): string | undefined {
  if (line < 1 || column < 1) return undefined;
  const segment = traceSegment(map, line - 1, column - 1);
  if (segment === null || segment.length === 1) return undefined;
  const file = map.sources[segment[1]];
  const ours = map.sourcesContent?.[segment[1]];
  if (file === undefined || file === null || ours === undefined || ours === null) return undefined;
  return `${file}:${segment[2] + 1}:${segment[3] + 1}`;
}

/**
 * @module What a bundle can ask of flora, by its code alone. Code from strings does not run in a guest, so that every use
 * stands in the bundle; what is picked by a computed name, or handed on whole, is told as such.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { type BundleUses, noUses } from "@flora/model";
import { newUseMarks, type UseMarks } from "./marks.ts";
import { readUses } from "./read-uses.ts";

/** Bundles the project once more, for reading. */
export type MarkedBuild = (marks: UseMarks) => Promise<{ code: string; map: string }>;

/** Of code that the compiler takes, but not with the marks in it. */
export const unreadableUses: BundleUses = { ...noUses, dynamic: [{ use: "anything", file: "", line: 0 }] };

export async function findUses(build: MarkedBuild): Promise<BundleUses> {
  const marks = newUseMarks();
  const { code, map } = await build(marks);
  const { uses, dynamic } = readUses(code, marks);
  const trace = new TraceMap(map);
  const placed = [...dynamic].map(([use, offset]) => ({ use, ...placeOf(trace, code, offset) }));
  return { ...uses, dynamic: placed };
}

/** Line 0 where it stands in none of the project's files. */
function placeOf(trace: TraceMap, code: string, offset: number): { file: string; line: number } {
  const before = code.slice(0, offset);
  const line = before.split("\n").length;
  const place = originalPositionFor(trace, { line, column: offset - (before.lastIndexOf("\n") + 1) });
  const ofProject = place.source !== null && !place.source.startsWith("flora-");
  return ofProject ? { file: place.source!, line: place.line! } : { file: "", line: 0 };
}

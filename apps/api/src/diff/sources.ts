import type { FileDiff } from "@flora/protocol/api";
import type { Budget } from "./lines.ts";
import { unifiedPatch } from "./unified.ts";

type Sources = Record<string, string>;

/** Line comparisons of one answer, about a second of them. */
const STEPS = 20_000_000;
/** Patches of one answer together; further files are told without theirs. */
const PATCH_CHARACTERS = 1024 * 1024;

/** The files that differ, by path; authors' own before those of packages, which are the first to lose their patches. */
export function diffSources(before: Sources, after: Sources): FileDiff[] {
  const budget: Budget = { steps: STEPS };
  let left = PATCH_CHARACTERS;
  return changedPaths(before, after).map((path) => {
    const [old, now] = [own(before, path), own(after, path)];
    const { text, added, removed } = unifiedPatch(old ?? "", now ?? "", budget);
    const status = old === undefined ? "added" : now === undefined ? "removed" : "changed";
    const names = `--- ${old === undefined ? "/dev/null" : `a/${path}`}\n+++ ${
      now === undefined ? "/dev/null" : `b/${path}`
    }\n`;
    const patch = names + text;
    left -= patch.length;
    return { path, status, added, removed, ...(left >= 0 && { patch }) };
  });
}

function changedPaths(before: Sources, after: Sources): string[] {
  const foreign = (path: string) => path.startsWith("node_modules/") ? 1 : 0;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => own(before, path) !== own(after, path))
    .sort((left, right) => foreign(left) - foreign(right) || (left < right ? -1 : 1));
}

function own(sources: Sources, path: string): string | undefined {
  return Object.hasOwn(sources, path) ? sources[path] : undefined;
}

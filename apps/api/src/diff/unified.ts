import { type Budget, type Change, diffLines } from "./lines.ts";

/** Lines around a change that are told with it. */
const CONTEXT = 3;
const NO_NEWLINE = "\\ No newline at end of file";

export interface Patch {
  /** Hunks of a unified diff, without the lines that name the files. */
  text: string;
  added: number;
  removed: number;
}

/** What was changed in a text, as `patch` reads it. */
export function unifiedPatch(before: string, after: string, budget: Budget): Patch {
  const [old, now] = [linesOf(before), linesOf(after)];
  const changes = diffLines(old, now, budget);
  const sum = (size: (change: Change) => number) => changes.reduce((total, one) => total + size(one), 0);
  return {
    text: hunksOf(changes).map((hunk) => render(hunk, old, now)).join(""),
    added: sum(({ to, toEnd }) => toEnd - to),
    removed: sum(({ from, fromEnd }) => fromEnd - from),
  };
}

/** Each with its newline, so that a last one without is another line. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Changes whose context would overlap are one hunk. */
function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    if (last && change.from - last.at(-1)!.fromEnd <= 2 * CONTEXT) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function render(changes: readonly Change[], old: readonly string[], now: readonly string[]): string {
  const [first, last] = [changes[0]!, changes.at(-1)!];
  const lead = Math.min(CONTEXT, first.from);
  const tail = Math.min(CONTEXT, old.length - last.fromEnd);
  const lines: string[] = [];
  const put = (sign: string, some: readonly string[]) => {
    for (const line of some) {
      lines.push(line.endsWith("\n") ? sign + line : `${sign}${line}\n${NO_NEWLINE}\n`);
    }
  };
  let at = first.from - lead;
  for (const { from, fromEnd, to, toEnd } of changes) {
    put(" ", old.slice(at, from));
    put("-", old.slice(from, fromEnd));
    put("+", now.slice(to, toEnd));
    at = fromEnd;
  }
  put(" ", old.slice(at, at + tail));
  const span = (start: number, end: number) => `${end > start ? start + 1 : start},${end - start}`;
  const head = `@@ -${span(first.from - lead, last.fromEnd + tail)} +${
    span(first.to - lead, last.toEnd + tail)
  } @@\n`;
  return head + lines.join("");
}

/** @module Which lines differ (Myers' greedy algorithm), at a bounded cost: sources are their author's choice. */

/** Lines `before` from `from` up to `fromEnd` are replaced by `after` from `to` up to `toEnd`; either may be none. */
export interface Change {
  from: number;
  fromEnd: number;
  to: number;
  toEnd: number;
}

/** Steps that several comparisons may take together; what is left when they are used up is told as one change. */
export interface Budget {
  steps: number;
}

/** More differences than this are told as one change: nobody reads them, and their trace takes memory by its square. */
const MOST_EDITS = 1_000;

/** The changes that make `after` of `before`, in order, none touching the next. */
export function diffLines(before: readonly string[], after: readonly string[], budget: Budget): Change[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  budget.steps -= start + end;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const path = old.length > 0 && now.length > 0 ? search(old, now, budget) : undefined;
  const changes = path ?? [{ from: 0, fromEnd: old.length, to: 0, toEnd: now.length }];
  return changes
    .filter(({ from, fromEnd, to, toEnd }) => from < fromEnd || to < toEnd)
    .map(({ from, fromEnd, to, toEnd }) => ({
      from: from + start,
      fromEnd: fromEnd + start,
      to: to + start,
      toEnd: toEnd + start,
    }));
}

/** Undefined where it would cost too much. */
function search(before: readonly string[], after: readonly string[], budget: Budget): Change[] | undefined {
  const [old, now] = numbered(before, after);
  const most = Math.min(old.length + now.length, MOST_EDITS);
  /** By diagonal (shifted by `most`), the furthest place in `old` that so many edits reach. */
  const furthest = new Int32Array(2 * most + 2);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(most - edits, most + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOf(furthest, most, edits, diagonal);
      const begin = x;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      budget.steps -= 1 + x - begin;
      if (budget.steps < 0) return undefined;
      furthest[most + diagonal] = x;
      if (x >= old.length && x - diagonal >= now.length) return walkBack(trace, old.length, now.length);
    }
  }
  return undefined;
}

/** Where the last of so many edits on a diagonal leads: down from the one above, or right from the one below. */
function startOf(furthest: Int32Array, middle: number, edits: number, diagonal: number): number {
  const below = furthest[middle + diagonal - 1]!, above = furthest[middle + diagonal + 1]!;
  const down = diagonal === -edits || (diagonal !== edits && below < above);
  return down ? above : below + 1;
}

function walkBack(trace: readonly Int32Array[], oldLength: number, newLength: number): Change[] {
  const changes: Change[] = [];
  let x = oldLength, y = newLength;
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const furthest = trace[edits]!;
    const diagonal = x - y;
    const down = diagonal === -edits ||
      (diagonal !== edits && furthest[edits + diagonal - 1]! < furthest[edits + diagonal + 1]!);
    const before = diagonal + (down ? 1 : -1);
    const fromX = furthest[edits + before]!;
    const fromY = fromX - before;
    const [endX, endY] = down ? [fromX, fromY + 1] : [fromX + 1, fromY];
    const last = changes[0];
    if (last && last.from === endX && last.to === endY) [last.from, last.to] = [fromX, fromY];
    else changes.unshift({ from: fromX, fromEnd: endX, to: fromY, toEnd: endY });
    [x, y] = [fromX, fromY];
  }
  return changes;
}

/** Equal lines as equal numbers: long ones are compared once. */
function numbered(before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const of = (line: string) => {
    const known = numbers.get(line) ?? numbers.size;
    numbers.set(line, known);
    return known;
  };
  return [Int32Array.from(before, of), Int32Array.from(after, of)];
}

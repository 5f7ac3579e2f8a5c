/** @module Bounds on JSON before any schema walks it: a guest chooses its shape freely. */

/** Nesting of arrays and objects. Discord's deepest body stays below 16. */
const MAX_DEPTH = 32;
/** Arrays, objects and values together. */
const MAX_VALUES = 50_000;

/**
 * What is wrong with JSON that is too deep, too large, or has a key `__proto__`, which no schema needs and which copying
 * by assignment would turn into a prototype; undefined where nothing is. Walks without recursion.
 */
export function beyondBounds(root: unknown): string | undefined {
  let values = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return `deeper than ${MAX_DEPTH} levels`;
    const next: unknown[] = [];
    for (const node of level) {
      if (++values > MAX_VALUES) return tooMany;
      if (typeof node !== "object" || node === null) continue;
      if (Object.hasOwn(node, "__proto__")) return "a key is __proto__";
      for (const value of Array.isArray(node) ? node : Object.values(node)) next.push(value);
      if (values + next.length > MAX_VALUES) return tooMany;
    }
    level = next;
  }
  return undefined;
}

const tooMany = `more than ${MAX_VALUES} values`;

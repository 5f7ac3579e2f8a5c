/** @module Bounds on arguments before any schema walks them: a guest chooses their shape freely. */
import { ScriptError } from "@flora/model";

/** Nesting of arrays and objects. Discord's deepest body stays below 16. */
export const MAX_DEPTH = 32;
/** Arrays, objects and values of one call. */
export const MAX_NODES = 50_000;

/**
 * Throws INVALID_ARGUMENT for JSON that is too deep, too large, or has a key `__proto__`, which no schema needs and
 * which copying by assignment would turn into a prototype. Walks without recursion.
 */
export function guardArguments(root: unknown): void {
  let nodes = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) refuse(`deeper than ${MAX_DEPTH} levels`);
    const next: unknown[] = [];
    for (const node of level) {
      if (++nodes > MAX_NODES) refuse(`more than ${MAX_NODES} values`);
      if (typeof node !== "object" || node === null) continue;
      if (Object.hasOwn(node, "__proto__")) refuse("a key is __proto__");
      for (const value of Array.isArray(node) ? node : Object.values(node)) next.push(value);
      if (nodes + next.length > MAX_NODES) refuse(`more than ${MAX_NODES} values`);
    }
    level = next;
  }
}

function refuse(state: string): never {
  throw new ScriptError("INVALID_ARGUMENT", `Cannot read arguments: ${state}`, { path: "" });
}

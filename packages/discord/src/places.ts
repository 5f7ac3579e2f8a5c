/** @module Dotted places within JSON: `a.*.b`, where `*` is any element of an array and `**` anything below. */

export interface Found {
  /** Where it stands: `a.0.b`. */
  at: string;
  value: unknown;
  /** The object that holds it. */
  holder: unknown;
}

/** Everything that stands at a place of `root`. */
export function* valuesAt(root: unknown, place: string, at = ""): Generator<Found> {
  yield* walk(root, place === "" ? [] : place.split("."), at, undefined);
}

function* walk(value: unknown, keys: string[], at: string, holder: unknown): Generator<Found> {
  const [key, ...rest] = keys;
  if (key === undefined) return yield { at, value, holder };
  if (typeof value !== "object" || value === null) return;
  const below = (name: string | number) => at === "" ? String(name) : `${at}.${name}`;
  if (key === "**") {
    yield* walk(value, rest, at, holder);
    for (const [name, child] of Object.entries(value)) yield* walk(child, keys, below(name), value);
  } else if (key === "*") {
    if (!Array.isArray(value)) return;
    for (const [index, item] of value.entries()) yield* walk(item, rest, below(index), value);
  } else if (Object.hasOwn(value, key)) {
    yield* walk((value as Record<string, unknown>)[key], rest, below(key), value);
  }
}

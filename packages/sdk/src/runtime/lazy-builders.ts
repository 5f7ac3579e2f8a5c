/**
 * @module Builders as globals that are evaluated on first use: their library is large, and most events use none of it.
 * The image puts a function in the place of the import, see `image.ts`.
 */
import * as builders from "../builders/mod.ts";

/** Every name that a script may use of them. */
export const builderNames: readonly string[] = Object.keys(builders);

/** Evaluates the builders anew. */
export const loadBuilders = (): Record<string, unknown> => builders;

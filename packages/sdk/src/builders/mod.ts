/** @module Builders whose errors name the field. In a guest they are evaluated when a script first uses one of them. */
import * as library from "./library.ts";
import { nameFields } from "./naming.ts";

export type { Builder } from "./builder.ts";
export type * from "./embed-input.ts";
export type { EmojiInput } from "./emoji.ts";
export * from "./library.ts";

nameFields(Object.values(library));

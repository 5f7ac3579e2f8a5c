export type { Builder } from "./builder.js";
export type * from "./embed-input.js";
export type { EmojiInput } from "./emoji.js";
export * from "./library.js";

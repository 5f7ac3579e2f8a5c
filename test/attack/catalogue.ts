/** @module Every attack there is. */
import type { Attack } from "./contract.ts";
import { authority } from "./authority.ts";
import { escapes } from "./escape.ts";

export const catalogue: Attack[] = [
  ...escapes,
  ...authority,
];

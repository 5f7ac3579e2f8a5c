import { join } from "node:path";

/** What the project's folder keeps between runs of `flora dev`. */
export function devFolder(folder: string): string {
  return join(folder, ".flora", "dev");
}

/** Where commands in the project's folder find a `flora dev` that runs. */
export function devFile(folder: string): string {
  return join(folder, ".flora", "dev.json");
}

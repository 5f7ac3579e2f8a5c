/** Writes what is generated from the configuration schema. With `--check` it only says whether the files are current. */
import { resolve } from "node:path";
import { renderConfigReference, renderEnvExample, renderLimits } from "@flora/config";

const root = resolve(import.meta.dirname!, "..");
const files: Record<string, string> = {
  "docs/configuration.md": renderConfigReference(),
  "docs/limits.md": renderLimits(),
  "infra/env.example": renderEnvExample(),
};

let stale = 0;
for (const [path, text] of Object.entries(files)) {
  const current = await Deno.readTextFile(resolve(root, path)).catch(() => "");
  if (current === text) continue;
  stale++;
  if (Deno.args.includes("--check")) console.error(`${path} is not current: run \`deno task gen-docs\``);
  else await Deno.writeTextFile(resolve(root, path), text);
}
console.log(
  `gen-docs: ${stale === 0 ? "ok" : `${stale} files ${Deno.args.includes("--check") ? "stale" : "written"}`}`,
);
Deno.exit(Deno.args.includes("--check") && stale > 0 ? 1 : 0);

/** Writes what is generated from the configuration schema, the script API (its docs and its declarations) and the templates. With `--check` it only says whether the files are current. */
import { dirname, resolve } from "node:path";
import { renderConfigReference, renderEnvExample, renderLimits } from "@flora/config";
import { renderApiReference } from "./docs/api-reference.ts";
import { renderCliReference } from "./docs/cli-reference.ts";
import { renderSdkReference } from "./docs/sdk-reference.ts";
import { renderSdkTypes } from "./docs/sdk-types.ts";
import { renderTemplates } from "./docs/templates.ts";
import { renderWhy } from "./docs/why.ts";

const root = resolve(import.meta.dirname!, "..");
const files: Record<string, string> = {
  "docs/api.md": await renderApiReference(),
  "docs/cli.md": renderCliReference(),
  "docs/configuration.md": renderConfigReference(),
  "docs/limits.md": renderLimits(),
  "docs/why.md": renderWhy(),
  "docs/templates.md": await renderTemplates(),
  "infra/env.example": renderEnvExample(),
  ...below("docs/sdk", await renderSdkReference()),
  ...below("packages/sdk/types", renderSdkTypes()),
};

function below(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

let stale = 0;
for (const [path, text] of Object.entries(files)) {
  const current = await Deno.readTextFile(resolve(root, path)).catch(() => "");
  if (current === text) continue;
  stale++;
  if (Deno.args.includes("--check")) console.error(`${path} is not current: run \`npm run gen-docs\``);
  else {
    await Deno.mkdir(dirname(resolve(root, path)), { recursive: true });
    await Deno.writeTextFile(resolve(root, path), text);
  }
}
console.log(
  `gen-docs: ${stale === 0 ? "ok" : `${stale} files ${Deno.args.includes("--check") ? "stale" : "written"}`}`,
);
Deno.exit(Deno.args.includes("--check") && stale > 0 ? 1 : 0);

import { basename, dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../package.json" with { type: "json" };

/** What the declarations of the SDK are tried with. */
const TYPESCRIPT = "^5.9.3";
const ownFolder = fileURLToPath(new URL("../../", import.meta.url));
const sdkFolder = dirname(dirname(fileURLToPath(import.meta.resolve("@flora/sdk"))));

/** What a project needs besides a template's files. */
export function projectFiles(folder: string, guild: string | undefined): Record<string, string> {
  const name = basename(folder).toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[._-]+/, "") ||
    "my-bot";
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    "package.json": json({
      name,
      private: true,
      type: "module",
      scripts: { dev: "flora dev", check: "tsc", test: "flora test", deploy: "flora deploy" },
      devDependencies: {
        "@flora/cli": packageAt(ownFolder, folder),
        "@flora/sdk": packageAt(sdkFolder, folder),
        typescript: TYPESCRIPT,
      },
    }),
    "flora.config.ts": config(guild),
    ".gitignore": "node_modules/\n.flora/\n",
  };
}

/** A version where flora itself was installed; otherwise, from its sources, the folder of the package. */
function packageAt(own: string, project: string): string {
  if (own.includes("/node_modules/")) return `^${manifest.version}`;
  return `file:${relative(project, own)}`;
}

function config(guild: string | undefined): string {
  return `import { defineConfig } from "@flora/sdk/config";

export default defineConfig({
  entry: "main.ts",
${guild === undefined ? "  // The server that commands are about: its id.\n  // guild: " : "  guild: "}"${
    guild ?? "123456789012345678"
  }",
});
`;
}

/** @module Type checks a script as an editor would: with the project's own settings, against the globals, importing nothing. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const sdk = dirname(fileURLToPath(import.meta.resolve("../../globals.d.ts")));
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

/** What the type checker says of the script; nothing where it is right. */
export async function checkScript(source: string): Promise<string> {
  const folder = await Deno.makeTempDir({ dir: sdk, prefix: ".types-" });
  try {
    await Deno.writeTextFile(join(folder, "script.ts"), source);
    const config = {
      extends: "../tsconfig.json",
      compilerOptions: { types: ["../globals.d.ts"], allowUnreachableCode: true },
      files: ["script.ts"],
    };
    await Deno.writeTextFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout, stderr } = await new Deno.Command("node", { args: [compiler, "-p", folder] }).output();
    return new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

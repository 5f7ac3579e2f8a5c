/** @module Type checks a script as an editor would: against the globals, importing nothing. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const declarations = fileURLToPath(import.meta.resolve("../../globals.d.ts"));

/** What the type checker says of the script; nothing where it is right. */
export async function checkScript(source: string): Promise<string> {
  const folder = await Deno.makeTempDir({ dir: dirname(declarations), prefix: ".types-" });
  try {
    const file = join(folder, "script.ts");
    await Deno.writeTextFile(file, `/// <reference types="../globals.d.ts" />\n${source}\nexport {};`);
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "-q", file],
      env: { NO_COLOR: "1" },
    }).output();
    return new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

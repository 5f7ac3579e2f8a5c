import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { projectFiles } from "../apps/cli/src/init/project-files.ts";
import { listTemplates, readTemplate } from "../apps/cli/src/init/templates.ts";
import { root } from "./support/flora.ts";

/** By what the compiler says of it. */
const WRONG: Record<string, string> = {
  TS2584: `document.title = "no page";`,
  TS2345: `on("messageCreated", () => {});`,
  TS2561: `createBot({ prefixes: "!" });`,
  TS2339: `kv.store("a").read("b");`,
  TS2353: `await rest.sendMessage({ channelId: "1", text: "hi" });`,
  TS2322: `slash({ name: "a", description: "b", options: [{ name: "c", description: "d", type: "text" }] });`,
};

/** What `tsc` says, line by line. */
async function tsc(folder: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await new Deno.Command("node", {
    args: [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", ...args],
    cwd: folder,
    stderr: "inherit",
  }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
}

Deno.test("tsc accepts every template in a project as flora init makes it, and refuses wrong code", async () => {
  const folder = await Deno.makeTempDir({ prefix: "flora-types-" });
  const write = async (path: string, text: string) => {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  };
  try {
    const templates = await listTemplates();
    for (const { name } of templates) {
      const files = { ...await readTemplate(name), ...projectFiles(folder, undefined) };
      for (const [path, text] of Object.entries(files)) await write(`${name}/${path}`, text);
    }
    for (const [code, text] of Object.entries(WRONG)) await write(`wrong/${code}.ts`, `${text}\n`);
    // As npm links a package whose folder is named.
    await Deno.mkdir(join(folder, "node_modules/@flora"), { recursive: true });
    await Deno.symlink(join(root, "packages/sdk"), join(folder, "node_modules/@flora/sdk"));
    const config = { extends: "@flora/sdk/tsconfig", include: ["*/*.ts"], exclude: ["*/*.test.ts"] };
    await write("tsconfig.json", JSON.stringify(config));
    const expected = Object.keys(WRONG).sort().map((code) => `wrong/${code}.ts: ${code}`);
    // Without skipLibCheck the declarations themselves are judged too: others' may want Node's, flora's must stand alone.
    const lines = await tsc(folder, "--skipLibCheck", "false");
    const said = lines.map((line) => line.replace(/^([^(]*)\(.*error (TS\d+): .*$/, "$1: $2"));
    assert.deepEqual(
      said.filter((line) => !line.includes("/node_modules/")).sort(),
      expected,
      lines.join("\n"),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

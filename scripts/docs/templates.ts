/** @module docs/templates.md: the bots to begin with, made of what each says of itself. */
import { resolve } from "node:path";

const folder = resolve(import.meta.dirname!, "../../apps/cli/templates");

export async function renderTemplates(): Promise<string> {
  const names = [...Deno.readDirSync(folder)].filter((entry) => entry.isDirectory).map(({ name }) => name);
  const rows = await Promise.all(
    names.sort().map(async (name) => {
      const { title, description } = JSON.parse(await Deno.readTextFile(`${folder}/${name}/template.json`));
      return `| [${title}](../apps/cli/templates/${name}/README.md) | \`${name}\` | ${description} |`;
    }),
  );
  return [
    "# Bots to begin with",
    "",
    "Whole bots with their tests: `npx flora init <name>` copies one.",
    "",
    "| bot | name | what it does |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

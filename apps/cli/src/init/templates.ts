import { z } from "zod";

/** Where the projects that one can begin with stand. */
const folder = new URL("../../templates/", import.meta.url);
/** What a project begins with when nobody chooses. */
export const defaultTemplate = "hello";

const About = z.object({ title: z.string(), description: z.string() });

export interface Template {
  name: string;
  title: string;
  description: string;
}

/** Every template, the smallest first. */
export async function listTemplates(): Promise<Template[]> {
  const names = [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory).map(({ name }) =>
    name
  );
  const all = await Promise.all(names.map(async (name) => {
    const text = await Deno.readTextFile(new URL(`${name}/template.json`, folder));
    return { name, ...About.parse(JSON.parse(text)) };
  }));
  const rank = ({ name }: Template) => name === defaultTemplate ? "" : name;
  return all.sort((a, b) => rank(a) < rank(b) ? -1 : 1);
}

/** The files of a template, by the names they get in a project. */
export async function readTemplate(name: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { name: file, isFile } of Deno.readDirSync(new URL(`${name}/`, folder))) {
    if (!isFile || file === "template.json") continue;
    files[file] = await Deno.readTextFile(new URL(`${name}/${file}`, folder));
  }
  return files;
}

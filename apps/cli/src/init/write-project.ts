import { dirname, join } from "node:path";
import { UsageError } from "../failure.ts";

/** What a folder may have already without being a project of its own; it stays as it is. */
const mayStand = new Set(["package.json", "tsconfig.json", ".gitignore", "README.md"]);

export interface Written {
  written: string[];
  /** Were there already. */
  kept: string[];
}

/** Writes files into a folder, which is made; none is ever overwritten, and none is written where that would be needed. */
export async function writeProject(folder: string, files: Record<string, string>): Promise<Written> {
  const there: string[] = [];
  for (const name of Object.keys(files)) {
    if (await Deno.lstat(join(folder, name)).then(() => true, () => false)) there.push(name);
  }
  const taken = there.filter((name) => !mayStand.has(name));
  if (taken.length > 0) {
    throw new UsageError(`Cannot begin a project in ${folder}: it has ${taken.join(", ")} already`);
  }
  const names = Object.keys(files).filter((name) => !there.includes(name));
  try {
    for (const name of names) {
      const path = join(folder, name);
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, files[name]!, { createNew: true });
    }
  } catch (error) {
    throw new Error(`Cannot begin a project in ${folder}: ${(error as Error).message}`, { cause: error });
  }
  return { written: names.sort(), kept: there };
}

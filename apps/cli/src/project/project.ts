import { isAbsolute, relative, resolve, sep } from "node:path";
import { defaultEntries } from "@flora/bundler";
import { UsageError } from "../failure.ts";
import type { ProjectConfig } from "./read-config.ts";

/** For help texts. */
export const entryHelp = `the first file, relative to the root (default: ${defaultEntries.join(", ")})`;

/** A folder with a script in it. */
export interface Project {
  root: string;
  /** Relative to the root, with forward slashes. */
  entry: string;
}

/** What to do with which project: arguments first, then its configuration. `action` is a verb for messages. */
export async function findProject(
  action: string,
  config: ProjectConfig,
  given: { entry?: string | undefined; root?: string | undefined },
): Promise<Project> {
  const { folder, values } = config;
  const root = given.root === undefined ? resolve(folder, values.root ?? ".") : resolve(given.root);
  const named = given.entry ?? (given.root === undefined ? values.entry : undefined);
  for (const name of named ? [named] : defaultEntries) {
    const entry = relative(root, resolve(root, name)).replaceAll(sep, "/");
    if (entry.startsWith("../") || isAbsolute(entry)) {
      throw new UsageError(
        `Cannot ${action} "${name}": it is not below ${root}; name its project with --root`,
      );
    }
    if (await Deno.stat(resolve(root, entry)).then((info) => info.isFile, () => false)) {
      return { root, entry };
    }
  }
  if (named) throw new UsageError(`Cannot ${action} "${named}": no such file below ${root}`);
  throw new UsageError(
    `Cannot ${action} ${root}: none of ${defaultEntries.join(", ")} exists; name the entry file`,
  );
}

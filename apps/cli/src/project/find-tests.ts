import { join, relative, sep } from "node:path";

const skipped = /^(node_modules|\..*)$/;
const isTest = /\.test\.[cm]?[jt]sx?$/;

/** The test files below a folder, packages and dotted folders left out, as relative paths in order. */
export async function findTests(root: string): Promise<string[]> {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      if (isDirectory && !skipped.test(name)) open.push(join(folder, name));
      if (isFile && isTest.test(name)) found.push(relative(root, join(folder, name)).replaceAll(sep, "/"));
    }
  }
  return found.sort();
}

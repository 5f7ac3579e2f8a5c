/** @module Helpers of this package's tests: projects on disk, and a run of a bundle as a guest runs it. */
import { dirname, join } from "node:path";
import vm from "node:vm";

/** Writes files into a fresh folder, hands it over and removes it. */
export async function withProject<T>(
  files: Record<string, string | Uint8Array>,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = await Deno.makeTempDir({ prefix: "flora-bundler-test-" });
  try {
    for (const [path, content] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      if (typeof content === "string") await Deno.writeTextFile(join(root, path), content);
      else await Deno.writeFile(join(root, path), content);
    }
    return await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** Runs a script as the guest does: a fresh context without host objects, results taken out as JSON. */
export async function runScript(code: string, prelude = ""): Promise<{ out: unknown[]; error?: string }> {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY as unknown as object);
  vm.runInContext(
    `globalThis.out = []; globalThis.emit = (value) => { out.push(value); };${prelude}`,
    context,
  );
  const script = new vm.Script(code, { filename: "guild.js" });
  let error: string | undefined;
  try {
    await script.runInContext(context);
  } catch (thrown) {
    error = String((thrown as Error).stack);
  }
  const out = JSON.parse(vm.runInContext("JSON.stringify(out)", context) as string) as unknown[];
  return error === undefined ? { out } : { out, error };
}

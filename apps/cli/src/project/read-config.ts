import { basename, dirname, join } from "node:path";
import * as esbuild from "esbuild";
import { UsageError } from "../failure.ts";
import { ConfigFile } from "./config-schema.ts";

const NAMES = ["flora.config.ts", "flora.config.js"];

/** A project's own configuration and the folder it stands in. */
export interface ProjectConfig {
  folder: string;
  /** Absent where the folder has none. */
  file?: string;
  values: ConfigFile;
}

/** Reads `flora.config.ts` of a folder. It is code of the project and runs as such, with the rights of who called. */
export async function readConfig(folder: string): Promise<ProjectConfig> {
  for (const name of NAMES) {
    const file = join(folder, name);
    if (!await Deno.stat(file).then((info) => info.isFile, () => false)) continue;
    const parsed = ConfigFile.safeParse(await evaluate(file));
    if (parsed.success) return { folder, file, values: parsed.data };
    const [issue] = parsed.error.issues;
    const path = issue!.path.join(".");
    throw new UsageError(`Cannot use ${name}: ${path === "" ? "" : `${path}: `}${issue!.message}`);
  }
  return { folder, values: {} };
}

/** What the file's default export is, wherever the project's packages are: types need none of them. */
async function evaluate(file: string): Promise<unknown> {
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [file],
      absWorkingDir: dirname(file),
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "es2024",
      tsconfigRaw: {},
      logLevel: "silent",
      plugins: [ownDefineConfig],
    });
    const code = new TextEncoder().encode(outputFiles[0]!.text).toBase64();
    return (await import(`data:text/javascript;base64,${code}`)).default;
  } catch (error) {
    throw new UsageError(`Cannot read ${basename(file)}: ${reason(error)}`);
  } finally {
    await esbuild.stop();
  }
}

/** The one import that such a file needs is there also where nothing is installed. */
const ownDefineConfig: esbuild.Plugin = {
  name: "define-config",
  setup(build) {
    build.onResolve({ filter: /^@flora\/sdk\/config$/ }, () => ({ path: "config", namespace: "flora" }));
    build.onLoad({ filter: /.*/, namespace: "flora" }, () => ({
      contents: "export const defineConfig = (config) => config;",
    }));
  },
};

function reason(error: unknown): string {
  const [first] = (error as Partial<esbuild.BuildFailure>).errors ?? [];
  if (!first) return error instanceof Error ? error.message : String(error);
  const { location } = first;
  return `${location ? `${location.file}:${location.line}:${location.column + 1}: ` : ""}${first.text}`;
}

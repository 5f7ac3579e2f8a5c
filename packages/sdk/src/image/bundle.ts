import * as esbuild from "esbuild";

/** What every script of the image has in common. */
export const common = {
  bundle: true,
  write: false,
  minify: true,
  target: "esnext",
  mainFields: ["module", "main"],
  logLevel: "silent",
} satisfies esbuild.BuildOptions;

/** One module and all that it needs as the text of one script. */
export async function bundle(options: esbuild.BuildOptions): Promise<string> {
  const { outputFiles } = await esbuild.build({ ...common, ...options });
  return outputFiles![0]!.text;
}

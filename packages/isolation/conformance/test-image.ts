import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import type { GuestImage } from "../src/contract.ts";

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Builds the real runner, with an SDK script just big enough for this suite, into `folder`. No two images are alike. */
export async function buildTestImage(folder: string): Promise<GuestImage> {
  const runnerPath = `${folder}/runner.js`;
  await esbuild.build({
    entryPoints: [pathOf("../src/guest/main.ts")],
    outfile: runnerPath,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    minify: true,
    footer: { js: `// ${crypto.randomUUID()}` },
  });
  await esbuild.stop();
  return { runnerPath, sdkPath: pathOf("./tiny-sdk.js") };
}

/** @module The two scripts every guest starts from, built from source. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import type { GuestImage } from "@flora/isolation";

/**
 * Builds the runner (host's side of a guest process) and the SDK (its script's side) into `folder`, which is made. Each
 * file appears whole or not at all, so that several may build into one folder.
 */
export async function buildGuestImage(folder: string): Promise<GuestImage> {
  await Deno.mkdir(folder, { recursive: true });
  try {
    const [runnerPath, sdkPath] = await Promise.all([
      build(import.meta.resolve("@flora/isolation/guest/main"), join(folder, "runner.js"), "esm"),
      build(import.meta.resolve("./runtime/main.ts"), join(folder, "sdk.js"), "iife"),
    ]);
    return { runnerPath: runnerPath!, sdkPath: sdkPath! };
  } finally {
    await esbuild.stop();
  }
}

async function build(entry: string, target: string, format: "esm" | "iife"): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    format,
    minify: true,
    target: "esnext",
    // The runner speaks to Deno's Node modules; the SDK has nothing but the language.
    platform: format === "esm" ? "node" : "neutral",
    mainFields: ["module", "main"],
    logLevel: "silent",
  });
  const draft = `${target}.${crypto.randomUUID()}`;
  await Deno.writeFile(draft, outputFiles[0]!.contents);
  await Deno.rename(draft, target);
  return target;
}

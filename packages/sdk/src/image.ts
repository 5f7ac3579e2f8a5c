/** @module The two scripts every guest starts from, built from source. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import type { GuestImage } from "@flora/isolation";
import { bundle } from "./image/bundle.ts";
import { lazyBuilders } from "./image/lazy-builders.ts";

/**
 * Builds the runner (host's side of a guest process) and the SDK (its script's side) into `folder`, which is made. Each
 * file appears whole or not at all, so that several may build into one folder.
 */
export async function buildGuestImage(folder: string): Promise<GuestImage> {
  await Deno.mkdir(folder, { recursive: true });
  const image = { runnerPath: join(folder, "runner.js"), sdkPath: join(folder, "sdk.js") };
  try {
    await Promise.all([
      build(import.meta.resolve("@flora/isolation/guest/main"), image.runnerPath, {
        format: "esm",
        platform: "node",
      }),
      // Nothing but the language is there.
      build(import.meta.resolve("./runtime/main.ts"), image.sdkPath, {
        format: "iife",
        platform: "neutral",
        plugins: [lazyBuilders],
      }),
    ]);
    return image;
  } finally {
    await esbuild.stop();
  }
}

async function build(entry: string, target: string, options: esbuild.BuildOptions): Promise<void> {
  const text = await bundle({ entryPoints: [fileURLToPath(entry)], ...options });
  const draft = `${target}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, text);
  await Deno.rename(draft, target);
}

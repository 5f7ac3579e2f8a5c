/** @module The SDK as guests are given it, without the builders: what they are measured against. */
import { fileURLToPath } from "node:url";
import type * as esbuild from "esbuild";
import { bundle } from "../../../packages/sdk/src/image/bundle.ts";

const path = (file: string) => fileURLToPath(import.meta.resolve(file));
const exactly = (file: string) => new RegExp(`^${file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);

const withoutBuilders: esbuild.Plugin = {
  name: "without-builders",
  setup(build) {
    const builders = exactly(path("../../../packages/sdk/src/builders/mod.ts"));
    build.onLoad({ filter: builders }, () => ({ contents: "export {};" }));
    const lazy = exactly(path("../../../packages/sdk/src/runtime/lazy-builders.ts"));
    build.onLoad({ filter: lazy }, () => ({
      contents: "export const builderNames = []; export const loadBuilders = () => ({});",
    }));
  },
};

export async function writeBareSdk(target: string): Promise<void> {
  const text = await bundle({
    entryPoints: [path("../../../packages/sdk/src/runtime/main.ts")],
    format: "iife",
    platform: "neutral",
    plugins: [withoutBuilders],
  });
  await Deno.writeTextFile(target, text);
}

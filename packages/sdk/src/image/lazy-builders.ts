/** @module How the SDK script carries the builders: in one function, which V8 compiles when a script first needs them. */
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { bundle, common } from "./bundle.ts";
import { discordConstants } from "./discord-constants.ts";

const path = (relative: string) => fileURLToPath(import.meta.resolve(relative));
const builders = path("../builders/mod.ts");
const options = {
  entryPoints: [builders],
  platform: "neutral",
  // A library looks for the global object by this name, and otherwise by evaluating text, which a guest cannot.
  define: { global: "globalThis" },
  plugins: [discordConstants],
} satisfies esbuild.BuildOptions;

const exactly = (file: string) => new RegExp(`^${file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);

/** Leaves the builders out of the module that names all of the API and gives their names and text to the runtime. */
export const lazyBuilders: esbuild.Plugin = {
  name: "lazy-builders",
  setup(build) {
    build.onLoad({ filter: exactly(builders) }, () => ({ contents: "export {};" }));
    build.onLoad({ filter: exactly(path("../runtime/lazy-builders.ts")) }, async () => {
      const [text, { metafile }] = await Promise.all([
        bundle({ ...options, format: "iife", globalName: "builders" }),
        esbuild.build({ ...common, ...options, format: "esm", metafile: true }),
      ]);
      const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
      return {
        contents: `export const builderNames = ${JSON.stringify(names)};
          export const loadBuilders = () => { ${text} return builders; };`,
      };
    });
  },
};

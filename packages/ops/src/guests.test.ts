import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

Deno.test("guestHalves() bundles to plain ECMAScript without schemas or host code", () => {
  const result = buildSync({
    entryPoints: [fileURLToPath(new URL("./guests.ts", import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
  });
  const inputs = Object.keys(result.metafile.inputs).map((path) => path.split("/src/")[1]);
  assert.ok(inputs.every((path) => path && /^(guests|call|\w+\/guest)\.ts$/.test(path)), inputs.join());
  assert.doesNotMatch(result.outputFiles[0]!.text, /\bDeno\b|node:|\bzod\b|import /);
});

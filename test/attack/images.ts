/** @module The guest images of the stages: the one that ships, and two with a guest that has gone further than any script could. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildGuestImage } from "@flora/sdk/image";
import type { Stage } from "./contract.ts";

/**
 * Appended to the SDK: a script may then leave any text in the place of its frames, as one could that has got hold of
 * the SDK's inside. `forge(text)` gives the next flush; `forge.frames(list)` puts frames before what the SDK says; `forge.d` is
 * the dispatch that came last.
 */
const FORGER = `;(() => {
  const runtime = globalThis.__flora, { turn, flush } = runtime, { parse, stringify } = JSON;
  let whole, more = [];
  runtime.turn = (text) => {
    const frame = parse(text);
    if (frame.t === "dispatch") forge.d = frame.d;
    turn(text);
  };
  runtime.flush = () => {
    const said = flush();
    if (whole !== undefined) { const text = whole; whole = undefined; return text; }
    if (more.length === 0) return said;
    const list = more; more = [];
    const cut = said.indexOf("\\n"), own = said.slice(cut + 2, -1);
    return said.slice(0, cut + 1) + "[" + list.join(",") + (own === "" ? "" : "," + own) + "]";
  };
  const forge = globalThis.forge = (text) => { whole = text; };
  forge.frames = (frames) => { for (const frame of frames) more.push(typeof frame === "string" ? frame : stringify(frame)); };
})();`;

/** Folder of each stage's image. */
export type Images = Record<Stage, string>;

export async function buildImages(folder: string): Promise<Images> {
  const shipped = join(folder, "shipped");
  const image = await buildGuestImage(shipped);
  const forger = join(folder, "forger");
  await Deno.mkdir(forger);
  await Deno.copyFile(image.runnerPath, join(forger, "runner.js"));
  await Deno.writeTextFile(join(forger, "sdk.js"), await Deno.readTextFile(image.sdkPath) + FORGER);
  const stolen = join(folder, "stolen");
  await Deno.mkdir(stolen);
  await Deno.copyFile(image.sdkPath, join(stolen, "sdk.js"));
  await buildStolenRunner(join(stolen, "runner.js"));
  const ships = {
    production: shipped,
    turns: shipped,
    deadlines: shipped,
    unmetered: shipped,
    tight: shipped,
  };
  return { ...ships, forger, stolen };
}

async function buildStolenRunner(outfile: string): Promise<void> {
  await esbuild.build({
    entryPoints: [fileURLToPath(import.meta.resolve("./stolen-runner.ts"))],
    bundle: true,
    outfile,
    format: "esm",
    platform: "node",
    target: "esnext",
    logLevel: "silent",
  });
  await esbuild.stop();
}

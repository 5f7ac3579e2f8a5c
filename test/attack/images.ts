/** @module The guest images of the stages: the one that ships, and two with a guest that has gone further than any script could. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildGuestImage } from "@flora/sdk/image";
import type { Stage } from "./contract.ts";

/**
 * Appended to the SDK: a script may then leave anything in the place of its frames, as one could that has got hold of
 * the SDK's inside. `forge(text)` is all that is said in this turn, in the form `\n[frames]`; `forge.frames(list)` puts
 * frames before what the SDK says; `forge.d` is the dispatch that came last; `forge.call(name, args)` calls an op by name
 * and answers as the host does.
 */
const FORGER = `;(() => {
  const runtime = globalThis.__flora, { connect, turn } = runtime, { parse, stringify } = JSON;
  let outlet, forged = false;
  runtime.connect = (given) => {
    outlet = given;
    connect({
      get frames() { return forged ? "" : given.frames; },
      set frames(said) { if (!forged) given.frames = said; },
      set wakeAt(at) { given.wakeAt = at; },
    });
  };
  const waiting = new Map();
  let last = 2 ** 40;
  runtime.turn = (text) => {
    forged = false;
    const frame = parse(text);
    if (frame.t === "dispatch") forge.d = frame.d;
    const settle = frame.t === "reply" && waiting.get(frame.id);
    if (!settle) return turn(text);
    waiting.delete(frame.id);
    settle(frame);
  };
  const forge = globalThis.forge = (text) => {
    forged = true;
    outlet.frames = typeof text === "string" ? text.slice(text.indexOf("\\n") + 2, -1) + "," : text;
  };
  forge.call = (name, args) => new Promise((resolve, reject) => {
    waiting.set(++last, ({ ok, error }) => error ? reject(error) : resolve(ok));
    forge.frames([{ t: "op", id: last, d: forge.d, name, args }]);
  });
  forge.frames = (frames) => {
    const texts = frames.map((frame) => (typeof frame === "string" ? frame : stringify(frame)) + ",");
    outlet.frames = texts.join("") + outlet.frames;
  };
})();`;

/** Folder of a stage's image. */
export type Images = (stage: Stage) => string;

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
  return (stage) => stage === "forger" ? forger : stage === "stolen" ? stolen : shipped;
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

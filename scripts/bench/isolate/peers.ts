/** @module The same figures of other engines, each as its own users get it: no SDK, no limits beyond what it has itself. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measureWorkerd } from "../peers/workerd.ts";
import { measuredAlone, measuredBy } from "./own-process.ts";
import { bundlePeerBot } from "./scripts.ts";

const folder = new URL("../peers/", import.meta.url);
const modules = fileURLToPath(new URL("node_modules", folder));

type PeerFigures = Record<string, number | string>;

/** What cannot be measured here is said in its place. */
async function tried(name: string, measure: () => Promise<PeerFigures>): Promise<[string, PeerFigures]> {
  try {
    return [name, await measure()];
  } catch (error) {
    const notMeasured = error instanceof Error ? error.message : String(error);
    console.error(`${name} is left out: ${notMeasured}`);
    return [name, { notMeasured }];
  }
}

/** Installs the peers beside their package.json unless they are there; one that cannot be built is left out. */
async function install(): Promise<void> {
  const there = await Deno.stat(join(modules, ".package-lock.json")).then(() => true, () => false);
  if (there) return;
  console.error("Installing the peers (isolated-vm is compiled where it brings no binary for this Node) …");
  const { success, stderr } = await new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund"],
    cwd: fileURLToPath(folder),
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) console.error(new TextDecoder().decode(stderr).trim());
}

export async function measurePeers(small: number, large: number): Promise<Record<string, PeerFigures>> {
  await install();
  const temporary = await Deno.makeTempDir({ prefix: "flora-bench-peers-" });
  const [smallPath, largePath] = ["small.js", "large.js"].map((name) => join(temporary, name)) as [
    string,
    string,
  ];
  await Deno.writeTextFile(smallPath, await bundlePeerBot(small));
  await Deno.writeTextFile(largePath, await bundlePeerBot(large));
  const isolatedVm = fileURLToPath(new URL("isolated-vm.cjs", folder));
  const node = ["--no-node-snapshot", "--expose-gc", isolatedVm, smallPath, largePath];
  try {
    return Object.fromEntries([
      await tried(
        "denoWorker",
        () => measuredAlone(new URL("deno-worker.ts", import.meta.url), smallPath, largePath),
      ),
      await tried("isolatedVm", () => measuredBy("node", node)),
      await tried("workerd", () => measureWorkerd(join(modules, "workerd", "bin", "workerd"), temporary)),
    ]);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

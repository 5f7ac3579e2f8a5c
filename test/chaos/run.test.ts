import assert from "node:assert/strict";
import { until } from "@flora/model/until";
import { startedWith } from "../support/processes.ts";
import { runChaos } from "./run.ts";

/** Runs with a folder for temporary files of its own, and looks what is left there and of its processes. */
async function breakOff(when: "at once" | "once flora runs"): Promise<string[]> {
  const folder = await Deno.makeTempDir({ prefix: "flora-broken-off-" });
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", folder);
  const stop = new AbortController();
  const running = () => startedWith(`TMPDIR=${folder}`).filter((pid) => pid !== Deno.pid);
  try {
    const options = {
      seed: 1,
      minutes: 1,
      atMostMinutes: 1,
      guilds: 1,
      workers: 2,
      store: "sqlite",
    } as const;
    const run = runChaos({ ...options, signal: stop.signal, say: () => stop.abort() });
    if (when === "at once") {
      await until("a process", () => running().length > 0);
      stop.abort();
    }
    const { problems, evidence } = await run;
    assert.deepEqual(problems, ["broke off: it was told to"]);
    assert.deepEqual(running(), []);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.deepEqual(left, ["flora-chaos-1.log"]);
    return evidence;
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runChaos() leaves nothing behind where it is broken off while flora starts", async () => {
  await breakOff("at once");
});

Deno.test("runChaos() leaves nothing behind where it is broken off while flora runs, and shows what that said last", async () => {
  const evidence = await breakOff("once flora runs");
  assert.equal(evidence[0], "what flora said last:");
  assert.match(evidence.join("\n"), /worker-[01] +\| /);
});

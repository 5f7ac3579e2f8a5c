import assert from "node:assert/strict";
import { startProcess } from "./process.ts";

Deno.test("startProcess() gives up a start when it is told to, and nothing of it runs on", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-start-" });
  try {
    const start = startProcess({ FLORA_WORKERS: "1" }, dataDir, AbortSignal.abort());
    await assert.rejects(start, /^Error: flora did not start/);
    const left = [...Deno.readDirSync(dataDir)].map(({ name }) => name);
    assert.ok(!left.includes("run.json"), left.join());
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

import assert from "node:assert/strict";
import { runChaos } from "./run.ts";

Deno.test("flora loses nothing, repeats nothing unmarked and leaves nothing while somebody dies at every step of a move", async () => {
  const said: string[] = [];
  const { result, problems, evidence } = await runChaos({
    seed: 7,
    minutes: 0,
    atMostMinutes: 8,
    guilds: 12,
    workers: 4,
    store: "sqlite",
    extent: "brief",
    say: (line) => said.push(line),
  });
  assert.deepEqual(problems, [], [...said, ...evidence].join("\n"));
  assert.ok(result.events > 0 && result.migrations > 0 && result.kills >= 7, JSON.stringify(result));
});

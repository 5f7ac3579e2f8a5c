import assert from "node:assert/strict";
import { runChaos } from "./run.ts";

Deno.test("half a minute of moves, deploys, deaths and stops loses nothing, doubles nothing, and leaves nobody behind", async () => {
  const lines: string[] = [];
  const seed = Date.now() % 1_000_000;
  const { result, problems } = await runChaos({
    seed,
    minutes: 0.5,
    guilds: 24,
    workers: 3,
    say: (line) => void lines.push(line),
  });
  const { lost, duplicated, outOfOrder, doubleOwner, orphans } = result;
  const told = () => `seed ${seed}\n${[...lines, ...problems].join("\n")}`;
  assert.deepEqual([lost, duplicated, outOfOrder, doubleOwner, orphans], [0, 0, 0, 0, 0], told());
  assert.ok(result.events > 100 && result.migrations > 0, JSON.stringify(result));
  console.log(JSON.stringify(result));
});

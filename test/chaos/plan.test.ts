import assert from "node:assert/strict";
import { moveSteps } from "../../apps/gateway/src/router/migrate.ts";
import { describe, planOf, victims } from "./plan.ts";

const size = { guilds: 200, workers: 3 };
const first = (seed: number, count: number) =>
  planOf(seed, size).take(count).map(({ decision }) => describe(decision)).toArray();

Deno.test("planOf() decides the same for the same seed, and else something else", () => {
  assert.deepEqual(first(31, 500), first(31, 500));
  assert.notDeepEqual(first(31, 50), first(32, 50));
});

Deno.test("planOf() takes every step with the death of everybody in it, and every other trouble, before it goes on at random", () => {
  for (const seed of [1, 2, 3]) {
    const required = planOf(seed, size).take(200).filter(({ required }) => required).toArray();
    const text = required.map(({ decision }) => describe(decision)).join("\n");
    for (const step of moveSteps) {
      for (const victim of victims) assert.match(text, new RegExp(`kill the ${victim} at ${step}`));
    }
    for (
      const trouble of [
        /^kill worker-\d$/m,
        /stop worker-\d for 14000/,
        /drain/,
        /the API/,
        /reconnect/,
      ]
    ) assert.match(text, trouble);
    for (
      const other of [
        /deploy/,
        /store busy for \d{2,3} ms/,
        /store busy for \d{4,5} ms/,
        /breaks/,
        /ms into moves/,
      ]
    ) assert.match(text, other);
  }
});

Deno.test("planOf() kills once at each step in a brief run", () => {
  const brief = planOf(7, { guilds: 12, workers: 3 }, "brief").take(200).filter(({ required }) => required);
  const steps = brief.toArray().flatMap(({ decision }) =>
    decision.what === "kill at step" ? [decision.step] : []
  );
  assert.deepEqual(steps.sort(), [...moveSteps].sort());
});

import assert from "node:assert/strict";
import type { GuildId } from "@flora/model";
import { StaleLeaseError } from "./contract.ts";
import { insist } from "./insist.ts";

/** Fails so often, then answers how often it was asked. */
function failing(times: number, error: Error = new Error("database is locked")) {
  let asked = 0;
  return () => ++asked > times ? Promise.resolve(asked) : Promise.reject(error);
}

Deno.test("insist() asks until there is an answer", async () => {
  assert.equal(await insist(failing(0)), 1);
  assert.equal(await insist(failing(5), { firstPauseMs: 1 }), 6);
});

Deno.test("insist() gives up with the last failure when its time is over", async () => {
  const startedAt = performance.now();
  await assert.rejects(insist(failing(Infinity), { forMs: 60, firstPauseMs: 10 }), /database is locked/);
  assert.ok(performance.now() - startedAt >= 20);
});

Deno.test("insist() does not ask again for a guild that is somebody else's", async () => {
  const stale = new StaleLeaseError("100000000000000001" as GuildId, 1);
  await assert.rejects(insist(failing(1, stale)), StaleLeaseError);
});

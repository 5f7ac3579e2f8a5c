import assert from "node:assert/strict";
import { openLoopback } from "../testing/loopback.ts";

Deno.test("life.keepAwake says until when, with time for what comes then, and no longer than an interaction lives", async () => {
  await using loop = await openLoopback();
  loop.guest.life.keepAwake({ ms: 1_000 });
  loop.guest.life.keepAwake({ ms: 3_600_000 });
  await loop.settled();
  assert.deepEqual(loop.awakeUntil, [loop.clock.at + 6_000]);
});

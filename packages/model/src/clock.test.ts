import assert from "node:assert/strict";
import { clock } from "./clock.ts";

Deno.test("clock is the machine's until it follows another, and its timers go by that one", async () => {
  assert.equal(clock.aheadMs(), 0);
  await new Promise<void>((done) => clock.after(1, done));
  const cancel = clock.after(60_000, () => assert.fail("was cancelled"));
  cancel();

  let aheadMs = 0;
  clock.follow(() => aheadMs);
  let rang = 0;
  const rings = new Promise<void>((done) => {
    clock.after(3_600_000, () => done(void rang++));
  });
  const never = clock.after(7_200_000, () => assert.fail("is not due"));
  assert.equal(rang, 0);
  aheadMs = 3_600_000;
  await rings;
  assert.ok(clock.now() - Date.now() >= 3_600_000 - 1_000);
  never();
});

import assert from "node:assert/strict";
import { Clock } from "./clock.ts";
import { compareIds, isSnowflake, Snowflakes, snowflakeTime } from "./snowflake.ts";

Deno.test("Snowflakes.next() grows, fits discord.js's pattern and carries the clock's time", () => {
  const clock = new Clock(), ids = new Snowflakes(clock);
  const made = Array.from({ length: 1_000 }, () => ids.next());
  assert.equal(new Set(made).size, made.length);
  assert.deepEqual([...made].sort(compareIds), made);
  assert.ok(made.every((id) => /^\d{17,19}$/.test(id)));
  clock.advance(86_400_000);
  assert.ok(Math.abs(snowflakeTime(ids.next()) - clock.now()) < 1_000);
});

Deno.test("isSnowflake() refuses signs, words and dots", () => {
  assert.ok(["0", "123456789012345678"].every(isSnowflake));
  assert.ok(!["", "-1", "abc", "..", "01", "12345678901234567890"].some(isSnowflake));
});

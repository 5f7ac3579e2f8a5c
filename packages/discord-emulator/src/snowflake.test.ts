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

Deno.test("Snowflakes.fixed() makes the same ids at each start, and goes on with the clock", () => {
  const make = () => {
    const ids = new Snowflakes(new Clock());
    return [...ids.fixed(1_100_000_000_000_000_000n, () => [ids.next(), ids.next()]), ids.next()];
  };
  const [one, other] = [make(), make()];
  assert.deepEqual(one.slice(0, 2), ["1100000000000000000", "1100000000000000001"]);
  assert.deepEqual(one.slice(0, 2), other.slice(0, 2));
  assert.ok(compareIds(one[1]!, one[2]!) < 0);
});

import assert from "node:assert/strict";
import { accessLevels, isEnough, lesser } from "./access.ts";

Deno.test("isEnough() and lesser() order levels from viewer to operator, and nothing is never enough", () => {
  for (const [index, level] of accessLevels.entries()) {
    assert.equal(isEnough(undefined, level), false);
    for (const [other, needed] of accessLevels.entries()) {
      assert.equal(isEnough(level, needed), index >= other);
      assert.equal(lesser(level, needed), accessLevels[Math.min(index, other)]);
    }
  }
});

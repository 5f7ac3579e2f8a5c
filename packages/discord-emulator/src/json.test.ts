import assert from "node:assert/strict";
import { parseJson } from "./json.ts";

Deno.test("parseJson() keeps long integers exact, strings and short numbers as they are", () => {
  assert.deepEqual(
    parseJson('{"id":910000000000000001,"n":42,"s":"910000000000000001 \\" 9100000000000000012","f":1.5}'),
    {
      id: "910000000000000001",
      n: 42,
      s: '910000000000000001 " 9100000000000000012',
      f: 1.5,
    },
  );
  assert.deepEqual(parseJson("[-910000000000000001, 1234567890123456.5]"), [
    "-910000000000000001",
    1234567890123456.5,
  ]);
  assert.throws(() => parseJson("{910000000000000001"), SyntaxError);
});

import assert from "node:assert/strict";
import { SettingKey } from "./setting.ts";
import { settingProblem, settingValues } from "./setting-value.ts";

Deno.test("settingProblem() judges each type by its own rules", () => {
  const choices = [{ label: "A", value: "a" }, { label: "B", value: "b" }];
  const judged = [
    [{ type: "string" }, "text", undefined],
    [{ type: "string", min: 2, max: 3 }, "x", "must be at least 2 characters long"],
    [{ type: "string", min: 2, max: 3 }, "xxxx", "must be at most 3 characters long"],
    [{ type: "string" }, "x".repeat(1001), "must be at most 1000 characters long"],
    [{ type: "string" }, "\ud800", "must be text"],
    [{ type: "string" }, 5, "must be text"],
    [{ type: "number" }, 5, undefined],
    [{ type: "number", min: 1, max: 9 }, 0, "must be at least 1"],
    [{ type: "number", min: 1, max: 9 }, 9.5, "must be at most 9"],
    [{ type: "number" }, NaN, "must be a number"],
    [{ type: "number" }, "5", "must be a number"],
    [{ type: "boolean" }, false, undefined],
    [{ type: "boolean" }, "false", "must be true or false"],
    [{ type: "boolean" }, null, "must be true or false"],
    [{ type: "channel" }, "123456789012345678", undefined],
    [{ type: "role" }, "123", "must be the id of a role"],
    [{ type: "user" }, "123456789012345678/../x", "must be the id of a user"],
    [{ type: "channel" }, 123456789012345678, "must be the id of a channel"],
    [{ type: "choice", choices }, "b", undefined],
    [{ type: "choice", choices }, "c", "must be one of a, b"],
    [{ type: "choice", choices }, ["a"], "must be one of a, b"],
    [{ type: "choice" }, "a", "must be one of "],
  ] as const;
  for (const [definition, value, problem] of judged) {
    assert.equal(settingProblem(definition as never, value), problem, JSON.stringify([definition, value]));
  }
});

Deno.test("settingValues() takes what fits, else the default, and nothing that is not defined", () => {
  const definitions = [
    { key: "a", type: "number", label: "A", default: 1 },
    { key: "b", type: "number", label: "B", max: 5, default: 2 },
    { key: "c", type: "string", label: "C" },
    { key: "d", type: "boolean", label: "D", default: true },
  ] as const;
  const stored = new Map<string, unknown>([["a", 7], ["b", 9], ["d", false], ["old", 1], ["__proto__", {}]]);
  assert.deepEqual(settingValues(definitions, stored), { a: 7, b: 2, d: false });
  assert.deepEqual(settingValues(definitions, new Map()), { a: 1, b: 2, d: true });
});

Deno.test("SettingKey refuses names that objects have", () => {
  for (
    const key of [
      "__proto__",
      "constructor",
      "toString",
      "valueOf",
      "hasOwnProperty",
      "1a",
      "a-b",
      "",
      "a".repeat(33),
    ]
  ) {
    assert.equal(SettingKey.safeParse(key).success, false, key);
  }
  assert.ok(SettingKey.safeParse("logChannel_2").success);
});

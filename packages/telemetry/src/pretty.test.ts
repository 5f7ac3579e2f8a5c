import assert from "node:assert/strict";
import { asJsonLine, formatLine, wantsColour } from "./pretty.ts";

const options = { name: "api", colour: false, nameWidth: 8 };
const record = (fields: object) => JSON.stringify({ level: "info", time: 0, name: "gateway", ...fields });

Deno.test("formatLine() shows name, time, level, message and fields", () => {
  assert.equal(
    formatLine(record({ msg: "Ready", port: 3000, path: "a b" }), options),
    'gateway  | 00:00:00.000 info  Ready port=3000 path="a b"',
  );
});

Deno.test("formatLine() passes other lines through behind the process's name", () => {
  assert.equal(formatLine("plain text", options), "api      | plain text");
  assert.equal(formatLine("{broken", options), "api      | {broken");
  assert.equal(formatLine("null", options), "api      | null");
  assert.equal(formatLine('{"a":1}', options), 'api      | {"a":1}');
});

Deno.test("formatLine() escapes control characters wherever they come from", () => {
  const line = record({ msg: "a\n\u001b[31mb\u202e", "k\n": "v\n", name: "x\u0007" });
  const shown = formatLine(line, options);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f\u202e]/);
  assert.match(shown, /a\\n\\u001b\[31mb\\u202e/);
  assert.equal(formatLine("a\u001b[2Jb", options), "api      | a\\u001b[2Jb");
});

Deno.test("formatLine() gives each row of a stack the prefix", () => {
  const shown = formatLine(record({ msg: "Bad", err: { message: "m", stack: "Error: m\n  at x" } }), options);
  assert.deepEqual(shown.split("\n"), [
    "gateway  | 00:00:00.000 info  Bad",
    "gateway  |     Error: m",
    "gateway  |       at x",
  ]);
});

Deno.test("formatLine() colours only when asked", () => {
  assert.ok(formatLine(record({ msg: "x" }), { ...options, colour: true }).includes("\u001b[32minfo"));
  assert.ok(!formatLine(record({ msg: "x" }), options).includes("\u001b"));
});

Deno.test("wantsColour() obeys NO_COLOR, FORCE_COLOR and the terminal", () => {
  assert.equal(wantsColour({}, true), true);
  assert.equal(wantsColour({}, false), false);
  assert.equal(wantsColour({ NO_COLOR: "1", FORCE_COLOR: "1" }, true), false);
  assert.equal(wantsColour({ FORCE_COLOR: "1" }, false), true);
  assert.equal(wantsColour({ TERM: "dumb" }, true), false);
});

Deno.test("asJsonLine() makes an object of every line, whatever a process prints", () => {
  assert.deepEqual(
    JSON.parse(asJsonLine('{"name":"api","level":"info","msg":"x","dispatchId":"d"}', "other")),
    {
      name: "api",
      level: "info",
      msg: "x",
      dispatchId: "d",
    },
  );
  const { name, level, msg } = JSON.parse(asJsonLine('Fatal "error"\u2028in V8\r', "worker-0"));
  assert.deepEqual([name, level, msg], ["worker-0", "error", 'Fatal "error"\u2028in V8']);
});

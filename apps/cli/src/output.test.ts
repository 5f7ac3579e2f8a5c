import assert from "node:assert/strict";
import { formatBytes, formatLogLine, formatTime, printable, table } from "./output.ts";

Deno.test("printable() shows what would steer the terminal", () => {
  assert.equal(printable("a\u001b[2Jb\rc\u009bd\tü\n"), "a\\x1b[2Jb\\x0dc\\x9bd\tü\n");
  assert.equal(printable("a\u202eb\u2028c"), "a\\u202eb\\u2028c");
});

Deno.test("table() lines its columns up and cleans its cells", () => {
  assert.equal(
    table(["NAME", "BY"], [["a", "someone"], ["longer", "\u001bx"]]),
    "NAME    BY\na       someone\nlonger  \\x1bx",
  );
});

Deno.test("formatLogLine() tells a script's line from flora's own", () => {
  const line = { seq: 1, at: 0, level: "warn", source: "script", message: "a\u0007" } as const;
  assert.equal(formatLogLine(line), "1970-01-01 00:00:00 WARN  a\\x07");
  const forged = { ...line, message: "a\n1970-01-01 00:00:00 ERROR flora b" };
  assert.equal(
    formatLogLine(forged),
    "1970-01-01 00:00:00 WARN  a\n    1970-01-01 00:00:00 ERROR flora b",
  );
  assert.equal(formatLogLine({ ...line, source: "flora" }), "1970-01-01 00:00:00 WARN  flora a\\x07");
});

Deno.test("formatBytes() and formatTime() are short", () => {
  assert.deepEqual([0, 1023, 1024, 1536, 5 * 1024 * 1024].map(formatBytes), [
    "0 B",
    "1023 B",
    "1.0 KiB",
    "1.5 KiB",
    "5.00 MiB",
  ]);
  assert.equal(formatTime(1_700_000_000_000), "2023-11-14 22:13:20");
});

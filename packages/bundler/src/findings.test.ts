import assert from "node:assert/strict";
import { findingsOf } from "./findings.ts";
import { BundleError, fileProblem } from "./problem.ts";

Deno.test("findingsOf() tells each problem with what is known of its place, or the whole where there is none", () => {
  const placed = { file: "a.ts", line: 2, column: 3, message: "no", lineText: "" };
  const error = new BundleError("BUNDLE_INVALID", "whole", [placed, fileProblem("b.ts", "not text")]);
  assert.deepEqual(findingsOf(error), [
    { severity: "error", code: "BUNDLE_INVALID", message: "no", file: "a.ts", line: 2, column: 3 },
    { severity: "error", code: "BUNDLE_INVALID", message: "not text", file: "b.ts" },
  ]);
  assert.deepEqual(findingsOf(new BundleError("BUNDLE_INVALID", "whole")), [
    { severity: "error", code: "BUNDLE_INVALID", message: "whole" },
  ]);
});

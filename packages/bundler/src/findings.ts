import type { Finding } from "@flora/model";
import type { BundleError, Problem } from "./problem.ts";

/** What a project that cannot be bundled is refused for, as a validation tells it. */
export function findingsOf({ message, problems }: Pick<BundleError, "message" | "problems">): Finding[] {
  return problems.length > 0
    ? problems.map((problem) => findingOf("error", "BUNDLE_INVALID", problem))
    : [{ severity: "error", code: "BUNDLE_INVALID", message }];
}

/** A problem of the compiler; its place is left out where it is not known. */
export function findingOf(
  severity: Finding["severity"],
  code: Finding["code"],
  { file, line, column, message }: Problem,
): Finding {
  return { severity, code, message, ...(file !== "" && { file }), ...(line > 0 && { line, column }) };
}

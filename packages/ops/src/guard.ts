import { ScriptError } from "@flora/model";
import { beyondBounds } from "@flora/protocol/json-bounds";

/** Throws INVALID_ARGUMENT for arguments that no schema should have to walk. */
export function guardArguments(root: unknown): void {
  const problem = beyondBounds(root);
  if (problem) throw new ScriptError("INVALID_ARGUMENT", `Cannot read arguments: ${problem}`, { path: "" });
}

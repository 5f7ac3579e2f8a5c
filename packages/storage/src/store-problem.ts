import { ControlError } from "@flora/model";
import { isBusy } from "./sqlite/busy.ts";
import { StorageError } from "./storage-error.ts";

/** What callers are told of a store that is busy or away: to come again. Why is the operator's matter, for the log alone. */
export function storeProblem(error: unknown): ControlError | undefined {
  return error instanceof StorageError || isBusy(error)
    ? new ControlError("UNAVAILABLE", "Cannot answer now: the store is busy or cannot be used")
    : undefined;
}

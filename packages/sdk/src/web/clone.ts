import clone from "@ungap/structured-clone";
import { DOMException } from "./dom-exception.ts";

/** A deep copy; functions and symbols in it are refused with a DataCloneError. Nothing is transferred. */
export function structuredClone<T>(value: T): T {
  try {
    return clone(value) as T;
  } catch (error) {
    throw new DOMException((error as Error).message, "DataCloneError");
  }
}

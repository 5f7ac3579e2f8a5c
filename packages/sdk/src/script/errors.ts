import type { ScriptErrorCode } from "./script-error.ts";

/** An error that a script tells apart by `code`, as those that come from the host. */
export function scriptError(code: ScriptErrorCode, message: string, details: { path?: string } = {}): Error {
  const error = new Error(message);
  Object.defineProperty(error, "name", { value: `ScriptError[${code}]`, configurable: true, writable: true });
  return Object.assign(error, { code }, details);
}

/** `path` names the argument, such as `options.0.name`. */
export function invalidArgument(path: string, message: string): Error {
  return scriptError("INVALID_ARGUMENT", message, path === "" ? {} : { path });
}

/** The same error with its path told from further out, so `title` becomes `embeds.0.title`. */
export function within(place: string, error: unknown): unknown {
  const invalid = error as { code?: string; path?: string };
  if (invalid?.code !== "INVALID_ARGUMENT") return error;
  return Object.assign(invalid, { path: invalid.path ? `${place}.${invalid.path}` : place });
}

/** What the `code` of an error says; no other comes of flora. */
export type ScriptErrorCode =
  /** An id in the call does not belong to this guild, or does not exist: the two are not told apart. */
  | "SCOPE_FORBIDDEN"
  /** Discord's or flora's own pacing refused the call; `retryAfterMs` says when to try again. */
  | "DISCORD_RATE_LIMITED"
  /** Discord refused, or gave no answer; carries `status`, `discordCode` and `fields` as far as it said them. */
  | "DISCORD_ERROR"
  /** A key, a value or the guild's quota is too large. */
  | "KV_LIMIT"
  /** Others kept writing the key meanwhile. */
  | "KV_CONFLICT"
  /** A secret may not go to that host. */
  | "SECRET_HOST_FORBIDDEN"
  /** An address that scripts may not reach. */
  | "HTTP_FORBIDDEN"
  /** No answer from the other side. */
  | "HTTP_FAILED"
  | "HTTP_TIMEOUT"
  | "HTTP_TOO_LARGE"
  /** Too many or too much at once. */
  | "LIMIT_EXCEEDED"
  /** Carries `path`, the argument that is wrong. */
  | "INVALID_ARGUMENT"
  /** The time of the event's handlers was over when they called. */
  | "DISPATCH_ENDED"
  /** flora's fault; details stay in the operator's log. */
  | "INTERNAL";

/** An error that a script catches from flora. Told apart by `code`: `(error as ScriptError).code === "KV_LIMIT"`. */
export interface ScriptError extends Error {
  code: ScriptErrorCode;
  /** The argument that is wrong, dotted, such as `payload.name`. */
  path?: string;
  /** Discord's HTTP status. */
  status?: number;
  /** Discord's own number of the error. */
  discordCode?: number;
  /** What Discord says of each field, in its own nesting. */
  fields?: unknown;
  /** When to try again, in milliseconds from now. */
  retryAfterMs?: number;
}

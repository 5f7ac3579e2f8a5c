/** Codes a guest script can catch as `error.code`; a closed set that is part of the public SDK. */
export const scriptErrorCodes = [
  /** An id in the call does not belong to the calling guild, or does not exist: the two are not told apart. */
  "SCOPE_FORBIDDEN",
  /** Discord's or flora's own pacing refused the call; `retryAfterMs` says when to try again. */
  "DISCORD_RATE_LIMITED",
  /** Discord refused; carries `status`, `discordCode` and `fields`. */
  "DISCORD_ERROR",
  "KV_LIMIT",
  "KV_CONFLICT",
  "SECRET_HOST_FORBIDDEN",
  "HTTP_FORBIDDEN",
  /** No answer from the other side: connection refused or broken, TLS refused, a malformed response. */
  "HTTP_FAILED",
  "HTTP_TIMEOUT",
  "HTTP_TOO_LARGE",
  "LIMIT_EXCEEDED",
  /** Carries `path`, the argument that is wrong. */
  "INVALID_ARGUMENT",
  /** The dispatch that made the call has been ended by its deadline. */
  "DISPATCH_ENDED",
  /** flora's fault; details stay in the operator's log. */
  "INTERNAL",
] as const;
export type ScriptErrorCode = (typeof scriptErrorCodes)[number];

/** What of an error crosses the wall to the guest. */
export interface ScriptErrorShape {
  code: ScriptErrorCode;
  message: string;
  path?: string;
  status?: number;
  discordCode?: number;
  fields?: unknown;
  retryAfterMs?: number;
}

/** Thrown by host halves and ports; anything else that is thrown becomes `INTERNAL`. */
export class ScriptError extends Error {
  readonly code: ScriptErrorCode;
  readonly details: Omit<ScriptErrorShape, "code" | "message">;

  constructor(
    code: ScriptErrorCode,
    message: string,
    details: Omit<ScriptErrorShape, "code" | "message"> = {},
  ) {
    super(message);
    this.name = `ScriptError[${code}]`;
    this.code = code;
    this.details = details;
  }

  toShape(): ScriptErrorShape {
    return { code: this.code, message: this.message, ...this.details };
  }
}

/** Codes of the control plane: what API, CLI and operators see. */
export const controlErrorCodes = [
  "NOT_FOUND",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "INVALID_REQUEST",
  "TOO_LARGE",
  "CONFLICT",
  /** Somebody else changed it since it was read. */
  "PRECONDITION_FAILED",
  /** The body did not come in time. */
  "REQUEST_TIMEOUT",
  "RATE_LIMITED",
  "BUNDLE_INVALID",
  /** The script threw or overran its limit while loading; `stack` names the author's lines. */
  "SCRIPT_REJECTED",
  "COMMANDS_REJECTED",
  "UNAVAILABLE",
  "INTERNAL",
] as const;
export type ControlErrorCode = (typeof controlErrorCodes)[number];

export interface ControlErrorShape {
  code: ControlErrorCode;
  message: string;
  /** Dotted path of the field that is wrong. */
  field?: string;
  /** Mapped to the author's files. */
  stack?: string;
  problems?: unknown[];
  /** When to try again. */
  retryAfterMs?: number;
}

/** What the control plane refuses, and how the API says it: `code` for programs, `message` for people. */
export class ControlError extends Error {
  readonly code: ControlErrorCode;
  readonly details: Omit<ControlErrorShape, "code" | "message">;

  constructor(
    code: ControlErrorCode,
    message: string,
    details: Omit<ControlErrorShape, "code" | "message"> = {},
  ) {
    super(message);
    this.name = `ControlError[${code}]`;
    this.code = code;
    this.details = details;
  }

  toShape(): ControlErrorShape {
    return { code: this.code, message: this.message, ...this.details };
  }
}

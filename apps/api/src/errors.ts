import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { BundleError } from "@flora/bundler";
import { ControlError, type ControlErrorCode } from "@flora/model";
import { LinkClosedError } from "@flora/protocol";
import type { Problem } from "@flora/protocol/api";
import { storeProblem } from "@flora/storage";
import type { ApiEnv } from "./context.ts";

/** A gateway that is away is mostly back after this. */
const UNAVAILABLE_MS = 2_000;

/** The one place where a code becomes a status. */
export const statuses = {
  NOT_FOUND: 404,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  INVALID_REQUEST: 400,
  TOO_LARGE: 413,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  REQUEST_TIMEOUT: 408,
  RATE_LIMITED: 429,
  BUNDLE_INVALID: 422,
  SCRIPT_REJECTED: 422,
  COMMANDS_REJECTED: 422,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const satisfies Record<ControlErrorCode, number>;

export const titles: Record<ControlErrorCode, string> = {
  NOT_FOUND: "Not found",
  UNAUTHORIZED: "No valid token",
  FORBIDDEN: "Not allowed",
  INVALID_REQUEST: "Invalid request",
  TOO_LARGE: "Too large",
  CONFLICT: "Conflict",
  PRECONDITION_FAILED: "Changed meanwhile",
  REQUEST_TIMEOUT: "The body did not come in time",
  RATE_LIMITED: "Too many requests",
  BUNDLE_INVALID: "The project cannot be bundled",
  SCRIPT_REJECTED: "The script was refused while loading",
  COMMANDS_REJECTED: "Slash commands were refused",
  UNAVAILABLE: "Temporarily unavailable",
  INTERNAL: "Internal error",
};

/** Anything thrown, as the error the caller may see. What broke inside of another process is no more theirs to read. */
export function toControlError(error: unknown): ControlError {
  if (error instanceof ControlError && error.code !== "INTERNAL") return error;
  if (error instanceof BundleError) {
    const code = error.code === "BUNDLE_TOO_LARGE" ? "TOO_LARGE" : "BUNDLE_INVALID";
    return new ControlError(code, error.message, { problems: error.problems });
  }
  if (error instanceof LinkClosedError) {
    return new ControlError("UNAVAILABLE", "Cannot reach the gateway: link closed");
  }
  const problem = storeProblem(error);
  if (problem) return problem;
  if (error instanceof HTTPException && error.status < 500) {
    return new ControlError("INVALID_REQUEST", error.message);
  }
  return new ControlError("INTERNAL", "Cannot answer: internal error");
}

/** Answers problem details (RFC 9457). */
export function problemResponse(c: Context<ApiEnv>, error: ControlError): Response {
  const status = statuses[error.code];
  const { retryAfterMs, ...details } = error.details;
  const problem: Problem = {
    type: `/api/docs#${error.code}`,
    title: titles[error.code],
    status,
    detail: error.message,
    code: error.code,
    ...details,
    requestId: c.get("requestId"),
  };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (status === 401) headers.set("www-authenticate", "Bearer");
  const waitMs = retryAfterMs ?? (status === 503 ? UNAVAILABLE_MS : 0);
  if (waitMs > 0) headers.set("retry-after", String(Math.ceil(waitMs / 1000)));
  return new Response(JSON.stringify(problem), { status, headers });
}

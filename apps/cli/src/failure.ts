import { ApiError } from "@flora/api-client";
import { BundleError } from "@flora/bundler";
import { colours, note, print, printable } from "./output.ts";

/** Exit codes, stable for scripts. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  unauthorized: 3,
  notFound: 4,
  refused: 5,
  unreachable: 6,
} as const;

/** What each means, for documents. */
export const exitCodeTexts: Record<keyof typeof exitCodes, string> = {
  ok: "done",
  failed: "failed: anything not named below, a test that failed among it",
  usage: "wrong usage; nothing was sent",
  unauthorized: "not logged in, or not allowed",
  notFound: "not found",
  refused: "the project or script was refused; what ran before still runs",
  unreachable: "the API cannot be reached, or something else answers in its place",
};

/** The user asked for something that cannot be: the message says what to do instead. */
export class UsageError extends Error {}

/** Tells the user what failed and where; answers the exit code. */
export function reportFailure(error: unknown, asJson: boolean): number {
  const code = exitCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (asJson) {
    const details = error instanceof ApiError ? error.problem : {};
    print(JSON.stringify({ ok: false, exitCode: code, ...details, detail: message }));
    return code;
  }
  note(`${colours.red("error")} ${printable(message)}`);
  if (error instanceof ApiError && error.problem.stack) note(colours.dim(printable(error.problem.stack)));
  if (code === exitCodes.unauthorized) {
    note("Log in with `flora login`, or with a token: `flora login --token <token>`.");
  }
  if (code === exitCodes.unreachable) {
    note("Is flora running? Start it with `npm start`, or name it with --api.");
  }
  return code;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof BundleError) return exitCodes.refused;
  if (!(error instanceof ApiError)) return exitCodes.failed;
  if (error.status === 0 || error.status === 503) return exitCodes.unreachable;
  if (error.status === 401 || error.status === 403) return exitCodes.unauthorized;
  if (error.status === 404) return exitCodes.notFound;
  if (error.status === 413 || error.status === 422) return exitCodes.refused;
  return exitCodes.failed;
}

/** @module A request over all its redirects, each hop judged anew. */
import type { IncomingMessage } from "node:http";
import { ScriptError } from "@flora/model";
import type { EgressRequest, SecretVault } from "../contract.ts";
import { exchange } from "./exchange.ts";
import { judgeHeaders } from "./headers.ts";
import { nextHop, REDIRECTS_MAX, type Request } from "./redirect.ts";
import { revealSecrets } from "./reveal.ts";
import { resolveTarget, type TargetRules } from "./target.ts";

export interface JourneyRules extends TargetRules {
  certificates: readonly string[];
}

/** Where a request ended; the response's body is still to be read. */
export interface Arrival {
  request: Request;
  response: IncomingMessage;
  redirected: boolean;
}

export async function travel(
  first: Request,
  redirect: EgressRequest["redirect"],
  rules: JourneyRules,
  secrets: SecretVault,
  signal: AbortSignal,
): Promise<Arrival> {
  let request = first;
  for (let hops = 0;; hops++) {
    const response = await hop(request, rules, secrets, signal);
    let next: Request | undefined;
    try {
      next = redirect === "manual" ? undefined : nextHop(request, response, secrets);
    } catch (error) {
      response.destroy();
      throw error;
    }
    if (!next) return { request, response, redirected: hops > 0 };
    response.destroy();
    if (redirect === "error") {
      throw new ScriptError("HTTP_FAILED", `Cannot fetch ${request.url.hostname}: redirect refused`);
    }
    if (hops >= REDIRECTS_MAX) {
      throw new ScriptError(
        "HTTP_FAILED",
        `Cannot fetch ${first.url.hostname}: more than ${REDIRECTS_MAX} redirects`,
      );
    }
    request = next;
  }
}

/** Secrets are judged before the name is resolved: a forbidden host learns nothing, not even of the attempt. */
async function hop(
  { url, method, headers, body }: Request,
  rules: JourneyRules,
  secrets: SecretVault,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const outgoing = revealSecrets(url, headers, body, secrets);
  judgeHeaders(outgoing.headers);
  const target = await orAbort(resolveTarget(url, rules), signal);
  if (outgoing.revealed && url.protocol !== "https:" && !target.byException) {
    throw new ScriptError(
      "SECRET_HOST_FORBIDDEN",
      `Cannot send secret to ${url.hostname}: only https keeps it`,
    );
  }
  return await exchange({ ...outgoing, url, method, target, signal, certificates: rules.certificates });
}

/** Settles as `promise` does; rejects as soon as the signal aborts, and how `promise` ends is ignored then. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

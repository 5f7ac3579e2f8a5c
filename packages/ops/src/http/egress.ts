/** @module The only way from a script to the internet. */
import { Buffer, isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { type Limits, ScriptError } from "@flora/model";
import type { EgressRequest, EgressResponse, HttpEgress, SecretVault } from "../contract.ts";
import { contentCodings, readBody } from "./decode.ts";
import { exchange, networkFailure } from "./exchange.ts";
import { type Headers, judgeHeaders } from "./headers.ts";
import { nextHop, REDIRECTS_MAX, type Request } from "./redirect.ts";
import { revealSecrets } from "./reveal.ts";
import { Slots } from "./slots.ts";
import { parseTarget, resolveTarget, systemResolve, type TargetRules } from "./target.ts";

export interface HttpEgressOptions extends Partial<TargetRules> {
  limits: Limits;
  /** PEM certificates trusted beside the system's; an operator's choice. */
  certificates?: readonly string[];
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** One guild's egress: made once per guild, so that its limits hold over all its requests. */
export function createHttpEgress(options: HttpEgressOptions): HttpEgress {
  const { limits, certificates = [] } = options;
  const rules: TargetRules = {
    allowPrivate: options.allowPrivate ?? (() => false),
    resolve: options.resolve ?? systemResolve,
  };
  const slots = new Slots(limits.fetchConcurrent);

  return {
    async fetch(asked, secrets) {
      const request = judge(asked, limits);
      const deadline = new AbortController();
      const timer = limits.fetchTimeoutMs > 0
        ? setTimeout(() => deadline.abort(), limits.fetchTimeoutMs)
        : undefined;
      let release: (() => void) | undefined;
      try {
        release = await slots.take(deadline.signal);
        return await follow(request, asked.redirect, secrets, deadline.signal);
      } catch (error) {
        if (deadline.signal.aborted && (error as { code?: string }).code !== "HTTP_TOO_LARGE") {
          throw new ScriptError(
            "HTTP_TIMEOUT",
            `Cannot fetch ${request.url.hostname}: took longer than ${limits.fetchTimeoutMs} ms`,
          );
        }
        throw error instanceof ScriptError ? error : networkFailure(error, request.url);
      } finally {
        clearTimeout(timer);
        release?.();
      }
    },
  };

  async function follow(
    first: Request,
    redirect: EgressRequest["redirect"],
    secrets: SecretVault,
    signal: AbortSignal,
  ): Promise<EgressResponse> {
    let request = first;
    for (let hops = 0;; hops++) {
      const response = await hop(request, secrets, signal);
      const next = redirect === "manual" ? undefined : nextHop(request, response, secrets);
      if (!next) return await finish(request, response, hops > 0, secrets, signal);
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
  async function hop(request: Request, secrets: SecretVault, signal: AbortSignal): Promise<IncomingMessage> {
    const { url, method } = request;
    const outgoing = revealSecrets(url, request.headers, request.body, secrets);
    judgeHeaders(outgoing.headers);
    const target = await orAbort(resolveTarget(url, rules), signal);
    if (outgoing.revealed && url.protocol !== "https:" && !target.byException) {
      throw new ScriptError(
        "SECRET_HOST_FORBIDDEN",
        `Cannot send secret to ${url.hostname}: only https keeps it`,
      );
    }
    return await exchange({ ...outgoing, url, method, target, signal, certificates });
  }

  async function finish(
    request: Request,
    response: IncomingMessage,
    redirected: boolean,
    secrets: SecretVault,
    signal: AbortSignal,
  ): Promise<EgressResponse> {
    const abort = () => response.destroy(new Error("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    try {
      if (signal.aborted) abort();
      const codings = contentCodings(response.headers["content-encoding"]);
      const empty = request.method === "HEAD" || [204, 205, 304].includes(response.statusCode!);
      const body = empty ? new Uint8Array() : await readBody(response, codings ?? [], limits.fetchBytes);
      return {
        status: response.statusCode!,
        statusText: secrets.scrub(response.statusMessage ?? ""),
        url: secrets.scrub(withoutFragment(request.url)),
        redirected,
        headers: responseHeaders(response, codings !== undefined && codings.length > 0, secrets),
        body: scrubBody(body, secrets),
      };
    } finally {
      signal.removeEventListener("abort", abort);
      response.destroy();
    }
  }
}

function judge(asked: EgressRequest, limits: Limits): Request {
  const method = asked.method.toUpperCase();
  if (!METHODS.has(method)) {
    throw new ScriptError("HTTP_FORBIDDEN", `Cannot fetch: method is not one of ${[...METHODS].join(", ")}`);
  }
  if (asked.body && (method === "GET" || method === "HEAD")) {
    throw new ScriptError("INVALID_ARGUMENT", `Cannot fetch: ${method} takes no body`, {
      path: "bodyBase64",
    });
  }
  if (asked.body && asked.body.byteLength > limits.fetchBytes) {
    throw new ScriptError(
      "HTTP_TOO_LARGE",
      `Cannot fetch: body is ${asked.body.byteLength} bytes, at most ${limits.fetchBytes}`,
    );
  }
  judgeHeaders(asked.headers);
  return { url: parseTarget(asked.url), method, headers: asked.headers, body: asked.body };
}

/** What was decoded no longer has the size and coding it was sent with. */
function responseHeaders(response: IncomingMessage, decoded: boolean, secrets: SecretVault): Headers {
  const headers: Headers = [];
  for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
    const name = response.rawHeaders[i]!.toLowerCase();
    if (decoded && (name === "content-encoding" || name === "content-length")) continue;
    headers.push([name, secrets.scrub(response.rawHeaders[i + 1]!)]);
  }
  return headers;
}

/** True values that the other side echoes are taken out of text; other bytes are searched as Latin-1. */
function scrubBody(body: Uint8Array, secrets: SecretVault): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const encoding = isUtf8(bytes) ? "utf8" : "latin1";
  const text = bytes.toString(encoding);
  const clean = secrets.scrub(text);
  return clean === text ? body : Buffer.from(clean, encoding);
}

function withoutFragment(url: URL): string {
  const copy = new URL(url);
  copy.hash = "";
  return copy.href;
}

/** Rejects as soon as the signal aborts; what was waited for ends unheard. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

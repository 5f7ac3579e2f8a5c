/** @module The only way from a script to the internet. */
import { type Limits, ScriptError } from "@flora/model";
import type { EgressRequest, HttpEgress } from "../contract.ts";
import { TokenBucket } from "../quota/gate.ts";
import { judgeHeaders } from "./headers.ts";
import type { JourneyRules } from "./journey.ts";
import type { Request } from "./redirect.ts";
import { Slots } from "./slots.ts";
import { parseTarget, systemResolve, type TargetRules } from "./target.ts";
import { Transfer } from "./transfer.ts";

export interface HttpEgressOptions extends Partial<TargetRules> {
  limits: Limits;
  /** PEM certificates trusted beside the system's; an operator's choice. */
  certificates?: readonly string[];
  /** Milliseconds, of a clock that never steps. */
  now?: () => number;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** One guild's egress: made once per guild, so that its limits hold over all its requests. */
export function createHttpEgress(options: HttpEgressOptions): HttpEgress {
  const { limits, certificates = [], now = () => performance.now() } = options;
  const rules: JourneyRules = {
    allowPrivate: options.allowPrivate ?? (() => false),
    resolve: options.resolve ?? systemResolve,
    certificates,
  };
  const slots = new Slots(limits.fetchConcurrent);
  const rate = new TokenBucket(limits.fetchesPerSecond, now);
  /** From the request to the end of its body. */
  const transfers = new Map<string, Transfer>();

  return {
    async fetch(asked, secrets) {
      const request = judge(asked, limits);
      if (transfers.has(asked.id)) {
        throw new ScriptError("INVALID_ARGUMENT", "Cannot fetch: another request has this id", {
          path: "id",
        });
      }
      const retryAfterMs = rate.take();
      if (retryAfterMs > 0) {
        throw new ScriptError(
          "LIMIT_EXCEEDED",
          `Cannot fetch ${request.url.hostname}: more than ${limits.fetchesPerSecond} requests per second`,
          { retryAfterMs },
        );
      }
      const transfer = new Transfer(request.url, limits, secrets);
      transfers.set(asked.id, transfer);
      transfer.ended.then(() => transfers.delete(asked.id));
      return await transfer.start(slots, request, asked.redirect, rules);
    },
    async read(id, whole) {
      const transfer = transfers.get(id);
      if (!transfer) {
        throw new ScriptError("HTTP_FAILED", "Cannot read response: it has ended or was never begun");
      }
      return await transfer.read(whole);
    },
    cancel(id) {
      transfers.get(id)?.cancel();
    },
  };
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

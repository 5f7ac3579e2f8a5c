import type { IncomingMessage } from "node:http";
import { ScriptError } from "@flora/model";
import type { SecretVault } from "../contract.ts";
import { crossOrigin, type Headers, withoutBody } from "./headers.ts";
import { parseTarget } from "./target.ts";

export const REDIRECTS_MAX = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** A request with placeholders in it. */
export interface Request {
  url: URL;
  method: string;
  headers: Headers;
  body: Uint8Array | undefined;
}

/**
 * Where a response sends its request on to; undefined where it does not. Credentials stay with their origin, and a
 * host that was trusted with a secret cannot pass it on in the address of another.
 */
export function nextHop(
  request: Request,
  response: IncomingMessage,
  secrets: SecretVault,
): Request | undefined {
  const { location } = response.headers;
  if (!REDIRECTS.has(response.statusCode!) || location === undefined) return undefined;
  const url = parseTarget(location, request.url);
  if (url.hostname !== request.url.hostname && secrets.scrub(url.href) !== url.href) {
    throw new ScriptError(
      "SECRET_HOST_FORBIDDEN",
      `Cannot follow redirect to ${url.hostname}: its address holds a secret`,
    );
  }
  const next = { ...request, url };
  if (url.origin !== request.url.origin) next.headers = crossOrigin(next.headers);
  return losesBody(response.statusCode!, request.method)
    ? { ...next, method: "GET", headers: withoutBody(next.headers), body: undefined }
    : next;
}

function losesBody(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

/** @module Request headers: what a script may set, and that nothing in them can end a line. */
import { ScriptError } from "@flora/model";

export type Headers = [string, string][];

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;
/** Tab, printable ASCII and Latin-1: no line end, no NUL. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const HEADERS_BYTES = 64 * 1024;

/** The connection's own business, set by the host alone. */
const HOST_ONLY = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Meant for one origin; dropped when a redirect leads to another. */
const ONE_ORIGIN = new Set(["authorization", "cookie"]);

/** Throws INVALID_ARGUMENT for malformed headers, HTTP_FORBIDDEN for those a script may not set. */
export function judgeHeaders(headers: Headers): void {
  let bytes = 0;
  headers.forEach(([name, value], index) => {
    const path = `headers.${index}`;
    if (!NAME.test(name)) refuse("a header name is not valid", path);
    if (!VALUE.test(value)) refuse(`header ${name} holds characters that are not allowed`, path);
    bytes += name.length + value.length;
    const lower = name.toLowerCase();
    if (HOST_ONLY.has(lower) || lower.startsWith("proxy-")) {
      throw new ScriptError("HTTP_FORBIDDEN", `Cannot fetch: header ${lower} is set by the host only`);
    }
  });
  if (bytes > HEADERS_BYTES) refuse(`headers have ${bytes} bytes, at most ${HEADERS_BYTES}`, "headers");
}

/** Headers that may follow to another origin. */
export function crossOrigin(headers: Headers): Headers {
  return headers.filter(([name]) => !ONE_ORIGIN.has(name.toLowerCase()));
}

/** Headers of a request that lost its body. */
export function withoutBody(headers: Headers): Headers {
  return headers.filter(([name]) => !name.toLowerCase().startsWith("content-"));
}

export function headerValue(headers: Headers, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

function refuse(state: string, path: string): never {
  throw new ScriptError("INVALID_ARGUMENT", `Cannot fetch: ${state}`, { path });
}

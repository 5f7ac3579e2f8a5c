/** @module One request and its response over one connection to one judged address. */
import { request as requestPlain } from "node:http";
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { request as requestTls } from "node:https";
import { isIP } from "node:net";
import { ScriptError } from "@flora/model";
import type { Headers } from "./headers.ts";
import type { Outgoing } from "./reveal.ts";
import type { Target } from "./target.ts";

export interface Hop extends Outgoing {
  url: URL;
  method: string;
  target: Target;
  signal: AbortSignal;
  /** Certificates trusted beside the system's. */
  certificates: readonly string[];
}

/** Errors before anything was sent, after which another address may be tried. */
const UNREACHED = new Set(["ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL"]);
const ADDRESSES_MAX = 3;
const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);

/** The head of the response; its body is still to be read. HTTP_FAILED where no address answers. */
export async function exchange(hop: Hop): Promise<IncomingMessage> {
  let failure: unknown;
  for (const address of hop.target.addresses.slice(0, ADDRESSES_MAX)) {
    try {
      return await send(hop, address);
    } catch (error) {
      failure = error;
      if (!UNREACHED.has((error as { code?: string }).code ?? "")) break;
    }
  }
  throw failure;
}

/** A failure of the network as a code; the address it happened at is not told to scripts. */
export function networkFailure(error: unknown, url: URL): ScriptError {
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  const state = code === "ECONNREFUSED"
    ? "connection refused"
    : code.startsWith("Z_") || code.startsWith("ERR_BROTLI") || code.startsWith("ERR__ERROR_")
    ? "body cannot be decompressed"
    : /CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL/.test(code)
    ? "certificate or TLS refused"
    : "connection failed";
  return new ScriptError("HTTP_FAILED", `Cannot fetch ${url.hostname}: ${state}`);
}

function send(hop: Hop, address: string): Promise<IncomingMessage> {
  const { url, method, path, body, signal } = hop;
  const tls = url.protocol === "https:";
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const options: RequestOptions & { servername?: string; ca?: string[] } = {
    host: address,
    port: hop.target.port,
    method,
    path,
    headers: grouped(hop.headers, url, body, method),
    agent: false,
    setHost: false,
    ...(tls && !isIP(hostname) ? { servername: hostname } : {}),
    ...(hop.certificates.length > 0 ? { ca: [...hop.certificates] } : {}),
  };
  return new Promise((resolve, reject) => {
    const request: ClientRequest = tls ? requestTls(options) : requestPlain(options);
    const abort = () => request.destroy(new Error("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    request.once("response", (response) => {
      // Whoever reads it hears of its failure; where nobody does (a redirect, no body), it must not end the process.
      response.on("error", () => {});
      resolve(response);
    });
    request.once("upgrade", (_response, socket) => {
      socket.destroy();
      reject(new Error("switched protocols"));
    });
    request.on("error", reject);
    request.once("close", () => {
      signal.removeEventListener("abort", abort);
      reject(new Error("closed without an answer"));
    });
    if (signal.aborted) abort();
    else request.end(body);
  });
}

/** Headers by name, with the host's own. */
function grouped(headers: Headers, url: URL, body: Uint8Array | undefined, method: string) {
  const all: Record<string, string[]> = Object.create(null);
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  for (const [name, value] of headers) (all[name.toLowerCase()] ??= []).push(value);
  if (!names.has("accept")) all.accept = ["*/*"];
  if (!names.has("accept-encoding")) all["accept-encoding"] = ["gzip, br, deflate"];
  if (!names.has("user-agent")) all["user-agent"] = ["flora"];
  const own: Record<string, string | string[]> = { host: url.host, connection: "close" };
  if (body !== undefined || BODY_METHODS.has(method)) own["content-length"] = String(body?.byteLength ?? 0);
  for (const [name, values] of Object.entries(all)) own[name] = values.length === 1 ? values[0]! : values;
  return own;
}

/** @module Where a request may go: its URL, its port, and the very address it will be connected to. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ScriptError } from "@flora/model";
import { isPublicAddress } from "./address.ts";

/** Ports of web servers; others speak protocols that an HTTP request must not be mistaken for. */
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);

export interface TargetRules {
  /** Addresses the operator lets scripts reach although they are not public; free of the port rule, too. */
  allowPrivate(address: string): boolean;
  /** Every address of a host name. */
  resolve(hostname: string): Promise<string[]>;
}

/** Where one hop goes. */
export interface Target {
  /** Judged addresses, to be tried in order. */
  addresses: string[];
  port: number;
  /** Reached by the operator's exception. */
  byException: boolean;
}

/** The system's own resolution, hosts file included. */
export async function systemResolve(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

/** An http or https URL without credentials; INVALID_ARGUMENT and HTTP_FORBIDDEN name what is wrong. */
export function parseTarget(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw new ScriptError("INVALID_ARGUMENT", "Cannot fetch: URL is not valid", { path: "url" });
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ScriptError("HTTP_FORBIDDEN", `Cannot fetch: ${url.protocol} is not http: or https:`);
  }
  if (url.username || url.password) {
    throw new ScriptError("INVALID_ARGUMENT", "Cannot fetch: URL holds a user name or password", {
      path: "url",
    });
  }
  return url;
}

/**
 * Resolves the host once and judges every address of it. A name without addresses and a name whose addresses are
 * private get the same refusal, so that nothing can be learned about the network flora runs in.
 */
export async function resolveTarget(url: URL, rules: TargetRules): Promise<Target> {
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(hostname) ? [hostname] : await rules.resolve(hostname).catch(() => []);
  const byException = addresses.length > 0 && addresses.every((address) => rules.allowPrivate(address));
  if (!byException) {
    if (addresses.length === 0 || !addresses.every(isPublicAddress)) {
      throw new ScriptError("HTTP_FORBIDDEN", `Cannot fetch ${url.hostname}: host has no public address`);
    }
    if (!WEB_PORTS.has(port)) {
      const ports = [...WEB_PORTS].join(", ");
      throw new ScriptError(
        "HTTP_FORBIDDEN",
        `Cannot fetch ${url.hostname}: port ${port} is not one of ${ports}`,
      );
    }
  }
  return { addresses: [...addresses].sort((a, b) => isIP(a) - isIP(b)), port, byException };
}

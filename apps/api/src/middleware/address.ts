import type { MiddlewareHandler } from "hono";
import ipaddr from "ipaddr.js";
import type { Logger } from "@flora/telemetry";
import type { ApiEnv } from "../context.ts";

/**
 * Where a request came from: what the connection says, or, when that is a proxy the operator trusts, what the nearest
 * proxy that is not trusted was told by. What a client writes into the header itself is never believed.
 */
export function clientAddress(
  trustedProxies: readonly string[],
  log: Pick<Logger, "warn">,
): MiddlewareHandler<ApiEnv> {
  let warned = false;
  const trusted = trustedProxies.map(parseRange);
  const isTrusted = (address: string) => trusted.some((range) => matches(address, range));
  return async (c, next) => {
    let address = (c.env?.remoteAddr as Deno.NetAddr | undefined)?.hostname ??
      (c.env?.member ? "discord" : "unknown");
    const passed = (c.req.header("x-forwarded-for") ?? "").split(",").map((part) => part.trim()).filter(
      Boolean,
    );
    if (passed.length > 0 && !warned && !isTrusted(address)) {
      warned = true;
      log.warn(
        `A request from ${address} names another sender, which is not believed: if that is your proxy, add it to FLORA_TRUSTED_PROXIES, or all who come through it share one limit`,
      );
    }
    while (isTrusted(address) && passed.length > 0 && ipaddr.isValid(passed.at(-1)!)) address = passed.pop()!;
    c.set("address", address);
    await next();
  };
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function parseRange(text: string): Range {
  if (text.includes("/")) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

function matches(text: string, [range, bits]: Range): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.kind() === range.kind() && address.match(range, bits);
}

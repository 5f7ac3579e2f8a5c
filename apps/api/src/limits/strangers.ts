/** @module How often those may ask who have not proven who they are: counted by where they ask from. */
import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import { ControlError } from "@flora/model";
import type { ApiEnv } from "../context.ts";
import { Rate } from "./rate.ts";

/** Whoever has one address of IPv6 has a network of this many bits. */
const NETWORK_BITS = 64;

/** Where somebody is, as far as they cannot choose it: an IPv4 address, or a network of IPv6. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4"
    ? parsed.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${NETWORK_BITS}`).toString();
}

export class Strangers {
  readonly #rate: Rate | undefined;

  /** 0 for as many requests as they like. */
  constructor(private readonly perMinute: number) {
    if (perMinute > 0) this.#rate = new Rate(perMinute);
  }

  /** Counts a request; throws RATE_LIMITED where its address has sent too many. */
  count(c: Context<ApiEnv>): void {
    const waitMs = this.#rate?.take(addressKey(c.get("address"))).waitMs ?? 0;
    if (waitMs === 0) return;
    throw new ControlError(
      "RATE_LIMITED",
      `Cannot ${c.req.method} ${c.req.path}: more than ${this.perMinute} requests per minute from your address that prove nobody`,
      { retryAfterMs: waitMs },
    );
  }
}

import ipaddr from "ipaddr.js";

/** Public by range, yet a door to the machine's own cloud: Azure's wire server. */
const CLOUD_DOORS = new Set(["168.63.129.16"]);

/** Only here does the registry hand out public IPv6 addresses. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/**
 * Whether an address is one anybody on the internet could reach: not private, loopback, link-local, metadata,
 * multicast, reserved, nor an IPv6 form that carries an IPv4 address elsewhere (mapped, translated, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast" || CLOUD_DOORS.has(parsed.toString())) return false;
  return parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST[0], GLOBAL_UNICAST[1]);
}

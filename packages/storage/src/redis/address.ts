import { StorageError } from "../storage-error.ts";

/** Where a Redis is, as its URL says. */
export interface RedisAddress {
  host: string;
  port: number;
  /** Number of the database. */
  database: number;
  tls: boolean;
  /** Path of certificates to trust in place of those that everybody trusts. */
  ca?: string;
  username?: string;
  password?: string;
  /** What every key of this flora begins with. */
  prefix: string;
  /** For messages: without user name and password, and with the setting it comes from. */
  shown: string;
}

const DEFAULT_PORT = 6379;
const DEFAULT_PREFIX = "flora";
/** Neither a brace nor a colon: both mean something in the names of keys. */
const PREFIX = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * Reads `redis[s]://[[user]:password@]host[:port][/database][?prefix=name&ca=path]`. Throws StorageError that says what is wrong
 * with it, without showing it.
 */
export function parseAddress(url: string): RedisAddress {
  const parsed = URL.parse(url);
  if (!parsed || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === "") {
    throw problem("it is not redis[s]://[user:password@]host[:port][/database][?prefix=name&ca=path]");
  }
  const database = parsed.pathname.replace(/^\/$/, "").replace(/^\//, "") || "0";
  if (!/^\d{1,5}$/.test(database)) throw problem("behind the host only the number of a database may stand");
  for (const name of parsed.searchParams.keys()) {
    if (!["prefix", "ca"].includes(name)) {
      throw problem(`it has a parameter "${name}", only "prefix" and "ca" are known`);
    }
  }
  const ca = parsed.searchParams.get("ca");
  if (ca !== null && parsed.protocol !== "rediss:") throw problem('its "ca" is of no use without rediss://');
  const prefix = parsed.searchParams.get("prefix") ?? DEFAULT_PREFIX;
  if (!PREFIX.test(prefix)) {
    throw problem("its prefix must be 1 to 64 letters, digits, dots, dashes and underscores");
  }
  const port = parsed.port === "" ? DEFAULT_PORT : Number(parsed.port);
  return {
    // An IPv6 address stands in brackets in a URL alone.
    host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
    port,
    database: Number(database),
    tls: parsed.protocol === "rediss:",
    ...(ca !== null && { ca }),
    ...(parsed.username !== "" && { username: decode(parsed.username) }),
    ...(parsed.password !== "" && { password: decode(parsed.password) }),
    prefix,
    shown: `${parsed.protocol}//${parsed.hostname}:${port}/${database} (FLORA_STORAGE)`,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw problem("its user name or password has a % that begins no escape; write it as %25");
  }
}

function problem(why: string): StorageError {
  return new StorageError(`Cannot read the address of Redis (FLORA_STORAGE): ${why}`);
}

import { Buffer } from "node:buffer";
import type { KvEntry } from "../contract.ts";
import { numberOf } from "../kv-number.ts";

/** Sorts behind every key that starts with the same bytes: no UTF-8 text holds it. */
const BEHIND = Buffer.from([0xff]);

/** What is known of an entry besides its value: "version expiry bytes metadata". */
export interface Info {
  version: number;
  expiration?: number;
  /** JSON, empty where there is none. */
  metadata: string;
}

/** Reads what a script stored beside the value. */
export function readInfo(text: string): Info {
  const [version, expires, _bytes, ...metadata] = text.split(" ");
  return {
    version: Number(version),
    ...(expires !== "-" && { expiration: Number(expires) }),
    metadata: metadata.join(" "),
  };
}

/** An entry as the contract has it; metadata is null where there is none. */
export function toEntry(info: Info, value: string): KvEntry {
  return {
    value,
    metadata: info.metadata === "" ? null : JSON.parse(info.metadata),
    ...(info.expiration !== undefined && { expiration: info.expiration }),
    version: info.version,
  };
}

/** No metadata, which scripts see as null, takes no room. */
export function toJson(metadata: unknown): string {
  return metadata === null ? "" : JSON.stringify(metadata) ?? "";
}

/** What a value is ranked by, the greatest first; nothing where it is no number. */
export function toScore(value: string): string {
  const number = numberOf(value);
  return number === null ? "" : String(-number);
}

/** The keys that begin with a prefix, or what is left of them behind a cursor, which may be anybody's invention. */
export function bounds(prefix = "", cursor?: string): [Buffer, Buffer] {
  const start = Buffer.from(prefix, "utf8");
  const last = cursor === undefined ? undefined : Buffer.from(cursor, "base64url");
  const from = last && Buffer.compare(last, start) >= 0
    ? [Buffer.from("("), last]
    : [Buffer.from("["), start];
  return [Buffer.concat(from), Buffer.concat([Buffer.from("("), start, BEHIND])];
}

/** How a page of keys ends: with the cursor of the next, or for good. */
export function ending(lastKey: string | undefined, more: boolean): { complete: boolean; cursor?: string } {
  return more
    ? { complete: false, cursor: Buffer.from(lastKey!, "utf8").toString("base64url") }
    : { complete: true };
}

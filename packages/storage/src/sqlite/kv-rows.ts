import { Buffer } from "node:buffer";
import type { KvEntry } from "../contract.ts";

export interface EntryRow {
  value: Uint8Array;
  metadata: string | null;
  expires_at: number | null;
  version: number;
}

export const toBytes = (text: string): Uint8Array => Buffer.from(text, "utf8");
export const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

/** SQL's NULL stands for the absence of metadata, which scripts see as null. */
export function toJson(metadata: unknown): string | null {
  return metadata === null ? null : JSON.stringify(metadata) ?? null;
}

/** An entry as the contract has it; metadata is null where there is none. */
export function toEntry(row: EntryRow): KvEntry {
  return {
    value: toText(row.value),
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
    ...(row.expires_at !== null && { expiration: row.expires_at }),
    version: row.version,
  };
}

import { Buffer } from "node:buffer";

/** Orders by what `textOf` says, byte by byte of its UTF-8, as a database does. */
export function sortByText<T>(rows: T[], textOf: (row: T) => string): T[] {
  return rows.sort((one, other) => Buffer.compare(Buffer.from(textOf(one)), Buffer.from(textOf(other))));
}

/** A reply that lists fields with their values by turns. */
export function pairs(reply: string[]): [string, string][] {
  return inGroups(reply, 2) as [string, string][];
}

/** A reply cut into parts of so many values. */
export function inGroups<T>(reply: T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < reply.length; at += size) groups.push(reply.slice(at, at + size));
  return groups;
}

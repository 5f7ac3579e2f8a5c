/** @module What may tell why something went wrong, few enough lines to be read at the end of a log. */
import type { Record } from "./judge.ts";

const MOST_GUILDS = 3;
/** Around the moment that things went wrong at. */
const BEFORE = 15;
const AFTER = 45;

/** A guild that something is wrong with. */
export interface Suspect {
  guild: string;
  record: Record;
  /** Numbers that something is wrong with, one at least. */
  wrong: number[];
}

/**
 * Of each of the first suspects what it was said and wrote, and what flora said of it from shortly before; what flora said
 * last where nobody is suspect. `saidAt` tells when a number was said, in milliseconds since 1970.
 */
export function excerpt(
  output: string,
  suspects: readonly Suspect[],
  saidAt: (seq: number) => number,
): string[] {
  const lines = output.trimEnd().split("\n");
  if (suspects.length === 0) return ["what flora said last:", ...around(lines, lines.length)];
  return suspects.slice(0, MOST_GUILDS).flatMap(({ guild, record: { sent, entries }, wrong }) => {
    const first = Math.min(...wrong);
    const at = new Date(saidAt(first)).toISOString().slice(11, 23);
    const written = entries.map(({ seq, isolate, again }) =>
      `${seq}${again ? " again" : ""} by ${isolate.slice(0, 4)}`
    );
    const own = lines.filter((line) => line.includes(guild));
    return [
      `guild ${guild} was said ${around(sent, sent.findIndex((seq) => seq >= first)).join(", ")}`,
      `guild ${guild} wrote ${around(written, entries.findIndex(({ seq }) => seq >= first)).join(", ")}`,
      `what flora said of guild ${guild}, which was said ${first} at ${at}:`,
      ...around(own, own.findIndex((line) => (/\d\d:\d\d:\d\d\.\d{3}/.exec(line)?.[0] ?? "") >= at)),
    ];
  });
}

/** Those around a place; the last ones where it is none. */
function around<T>(items: readonly T[], place: number): T[] {
  const from = place < 0 ? items.length - AFTER : Math.min(place, items.length - AFTER) - BEFORE;
  return items.slice(Math.max(0, from)).slice(0, BEFORE + AFTER);
}

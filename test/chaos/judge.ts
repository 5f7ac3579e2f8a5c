/** @module Holds what a guild's script wrote against what was said to it. */

/** One event as the script wrote it down. */
export interface Entry {
  seq: number;
  /** Names the isolate. */
  isolate: string;
  /** The script was told that the event comes again. */
  again: boolean;
}

export interface Record {
  /** Numbers of the messages, in the order they were written. */
  sent: number[];
  /** In the order they were written. */
  entries: Entry[];
  /** Numbers that the script answered. */
  echoes: number[];
}

export interface Verdict {
  lost: number;
  duplicated: number;
  outOfOrder: number;
  doubleOwner: number;
  /** What is wrong, for a person. */
  problems: string[];
  /** Numbers that something is wrong with. */
  wrong: number[];
}

export function judge(guild: string, { sent, entries, echoes }: Record): Verdict {
  const problems: string[] = [];
  const wrong: number[] = [];
  const count = (what: string, found: number[]) => {
    if (found.length > 0) problems.push(`guild ${guild}: ${what} ${found.slice(0, 5).join(", ")}`);
    wrong.push(...found);
    return found.length;
  };
  const seqs = entries.map(({ seq }) => seq);
  const written = new Set(seqs);
  const isFirst = entries.map(({ seq }, at) => seqs.indexOf(seq) === at);
  const owners = entries.map(({ isolate }) => isolate);
  return {
    lost: count("lost", sent.filter((seq) => !written.has(seq))) +
      count("answered, but not written:", echoes.filter((seq) => !written.has(seq))),
    duplicated: count("twice", seqs.filter((_, at) => !isFirst[at] && !entries[at]!.again)) +
      count("never said:", seqs.filter((seq) => !sent.includes(seq))) +
      count(
        "answered more often than run:",
        echoes.filter((seq, at) => timesIn(echoes, seq, at) > (timesIn(seqs, seq) || Infinity)),
      ),
    outOfOrder: count("out of order", outOfOrder(entries, isFirst)),
    doubleOwner: count(
      "run by an owner that came back:",
      seqs.filter((_, at) => at > 0 && owners[at] !== owners[at - 1] && owners.indexOf(owners[at]!) < at),
    ),
    problems,
    wrong,
  };
}

/** How often it occurs, up to a place. */
function timesIn(seqs: number[], seq: number, upTo = seqs.length - 1): number {
  return seqs.slice(0, upTo + 1).filter((one) => one === seq).length;
}

/**
 * One isolate is given everything in order, without exception. Between isolates an event that comes again may follow a later
 * one that had run before; any other may not.
 */
function outOfOrder(entries: Entry[], isFirst: boolean[]): number[] {
  let highest = 0;
  const last = new Map<string, number>();
  return entries.flatMap(({ seq, isolate, again }, at) => {
    const within = seq < (last.get(isolate) ?? 0);
    const between = isFirst[at] && !again && seq < highest;
    last.set(isolate, seq);
    highest = Math.max(highest, seq);
    return within || between ? [seq] : [];
  });
}

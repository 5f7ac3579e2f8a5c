import type { Entry } from "./field.ts";

/** What was done to one guild's events. */
export interface Sent {
  /** Numbers of the messages in the order they were written. */
  seqs: number[];
  /** Those that were on their way when a worker was killed or stopped: they may come twice. */
  shaken: Set<number>;
  /** Those that were on their way when the gateway was killed: Discord does not tell them again. */
  forgotten: Set<number>;
}

export interface Verdict {
  lost: number;
  duplicated: number;
  outOfOrder: number;
  doubleOwner: number;
  /** What is wrong, for a person. */
  problems: string[];
}

/** Holds what a guild's script wrote against what was sent to it. */
export function judge(guild: string, sent: Sent, entries: Entry[]): Verdict {
  const problems: string[] = [];
  const count = (what: string, found: (number | string)[]) => {
    if (found.length > 0) problems.push(`guild ${guild}: ${what} ${found.slice(0, 5).join(", ")}`);
    return found.length;
  };
  const times = new Map<number, number>();
  for (const { seq } of entries) times.set(seq, (times.get(seq) ?? 0) + 1);
  const firsts = [...times.keys()];
  const owners = entries.map(({ isolate }) => isolate);
  const returning = owners.filter((owner, at) =>
    at > 0 && owner !== owners[at - 1] && owners.indexOf(owner) < at
  );
  return {
    lost: count("lost", sent.seqs.filter((seq) => !times.has(seq) && !sent.forgotten.has(seq))),
    duplicated: count("twice", firsts.filter((seq) => times.get(seq)! > 1 && !sent.shaken.has(seq))),
    outOfOrder: count(
      "out of order",
      firsts.filter((seq, at) => at > 0 && seq < firsts[at - 1]! && !sent.shaken.has(seq)),
    ),
    doubleOwner: count("an owner that came back:", returning),
    problems,
  };
}

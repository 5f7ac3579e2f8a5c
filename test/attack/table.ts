import type { Verdict } from "./contract.ts";

/** Of what went wrong with one attack, this much is shown. */
const MOST_PROBLEMS = 5;
const MOST_TEXT = 300;

/** One line of the table per verdict, and below it what an attacker achieved. */
export function verdictLines(
  { attack, adapter, skipped, problems, outcome, ms, neighbourMs }: Verdict,
): string[] {
  const result = skipped !== undefined ? "not run" : problems.length === 0 ? "contained" : "SUCCEEDED";
  const figures = skipped !== undefined
    ? ""
    : `${Math.round(ms)} ms, neighbour ${Math.round(neighbourMs)} ms`;
  const line = [
    result.padEnd(9),
    adapter.padEnd(8),
    attack.category.padEnd(12),
    attack.name.padEnd(68),
    outcome.slice(0, 40).padEnd(24),
    figures,
  ].join("  ");
  const why = skipped === undefined ? problems : [`because ${skipped}`];
  return [
    line.trimEnd(),
    ...why.slice(0, MOST_PROBLEMS).map((text) => `           ${text.slice(0, MOST_TEXT)}`),
  ];
}

export interface Summary {
  /** Attacks that were run, by name, whatever number of adapters they ran under. */
  attacks: number;
  /** Contained under every adapter they ran under. */
  contained: number;
  /** `name (adapter)` of those that succeeded. */
  failed: string[];
}

export function summarize(verdicts: Verdict[]): Summary {
  const run = verdicts.filter(({ skipped }) => skipped === undefined);
  const names = new Set(run.map(({ attack }) => attack.name));
  const failures = verdicts.filter(({ problems }) => problems.length > 0);
  const broken = new Set(failures.map(({ attack }) => attack.name));
  return {
    attacks: names.size,
    contained: names.size - broken.size,
    failed: failures.map(({ attack, adapter }) => `${attack.name} (${adapter})`),
  };
}

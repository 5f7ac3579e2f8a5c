/** @module Samples of times and what is said of them. */

/** The value below which this share of the samples lies. */
export function quantile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** Three digits are more than this kind of figure carries. */
export const rounded = (value: number) => Number(value.toPrecision(3));

/** Runs `work` so many times and returns how long each took, in milliseconds. */
export async function timed(times: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await work(n);
    samples.push(performance.now() - start);
  }
  return samples;
}

/** Median and 99th percentile in the unit that the name ends with: `Ms` or `Us`. */
export function spread(name: string, unit: "Ms" | "Us", samplesMs: number[]): Record<string, number> {
  const factor = unit === "Us" ? 1_000 : 1;
  return {
    [`${name}P50${unit}`]: rounded(factor * quantile(samplesMs, 0.5)),
    [`${name}P99${unit}`]: rounded(factor * quantile(samplesMs, 0.99)),
  };
}

/** Of each figure the best of several rounds: the rate that was highest, the time or size that was lowest. */
export function best(rounds: Record<string, number>[]): Record<string, number> {
  const names = Object.keys(rounds[0]!);
  return Object.fromEntries(names.map((name) => {
    const values = rounds.map((round) => round[name]!);
    return [name, name.endsWith("PerSecond") ? Math.max(...values) : Math.min(...values)];
  }));
}

/** Measures the same so many times, one round after the other, so that a noisy moment spoils all figures of one alike. */
export async function bestOf(rounds: number, measure: () => Promise<Record<string, number>>) {
  const figures: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round++) figures.push(await measure());
  return best(figures);
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

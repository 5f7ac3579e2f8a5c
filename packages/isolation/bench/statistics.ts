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

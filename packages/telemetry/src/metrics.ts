import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface MetricOptions<L extends string> {
  /** Without the `flora_` prefix; units at the end, such as `dispatch_seconds`. */
  name: string;
  help: string;
  labels?: readonly L[];
}

export type Collected<L extends string> = number | { labels: Record<L, string>; value: number }[];

export interface Metrics {
  counter<L extends string = never>(options: MetricOptions<L>): Counter<L>;
  /** `collect` is asked at each scrape: for the value, or for one with each set of labels there is. */
  gauge<L extends string = never>(options: MetricOptions<L> & { collect?: () => Collected<L> }): Gauge<L>;
  histogram<L extends string = never>(options: MetricOptions<L> & { buckets?: number[] }): Histogram<L>;
  /** Prometheus text format; what every process has, such as its CPU time, included. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Seconds: from an op answered within the process to a load that takes its whole limit. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10, 30];

/** A registry of one process; `labels` are set on every sample. */
export function createMetrics(labels: Record<string, string> = {}): Metrics {
  const registry = new Registry();
  let watched = false;
  registry.setDefaultLabels(labels);
  const shared = <L extends string>({ name, help, labels }: MetricOptions<L>) => ({
    name: `flora_${name}`,
    help,
    labelNames: labels ?? [],
    registers: [registry],
  });
  return {
    counter: (options) => new Counter(shared(options)),
    gauge: ({ collect, ...options }) =>
      new Gauge({
        ...shared(options),
        ...(collect && {
          collect() {
            const collected = collect();
            if (typeof collected === "number") return this.set(collected);
            this.reset();
            for (const { labels, value } of collected) this.set(labels, value);
          },
        }),
      }),
    histogram: ({ buckets = secondsBuckets, ...options }) => new Histogram({ ...shared(options), buckets }),
    render() {
      // From the first time on that somebody wants to know: the watch costs a little.
      if (!watched) collectDefaultMetrics({ register: registry });
      watched = true;
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

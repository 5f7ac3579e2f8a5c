/** @module The plainest KV that could work, for random calls to be judged against. */
export interface ModelEntry {
  value: string;
  metadata: unknown;
  expiration?: number;
  version: number;
}

export const QUOTA = 60;

const bytes = (text: string) => new TextEncoder().encode(text).length;

function compare(left: string, right: string): number {
  const [a, b] = [new TextEncoder().encode(left), new TextEncoder().encode(right)];
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return a.length - b.length;
}

/** A map of what must be there, of one store whose name has one byte. */
export class Model {
  readonly entries = new Map<string, ModelEntry>();

  constructor(private readonly seconds: () => number) {}

  live(key: string): ModelEntry | undefined {
    const entry = this.entries.get(key);
    return entry && (entry.expiration === undefined || entry.expiration > this.seconds()) ? entry : undefined;
  }

  size(key: string, entry?: Pick<ModelEntry, "value" | "metadata">): number {
    if (!entry) return 0;
    const metadata = entry.metadata === null ? 0 : bytes(JSON.stringify(entry.metadata));
    return 1 + bytes(key) + bytes(entry.value) + metadata;
  }

  used(): number {
    return [...this.entries.keys()].reduce((sum, key) => sum + this.size(key, this.live(key)), 0);
  }

  refuses(key: string, entry: Pick<ModelEntry, "value" | "metadata">): boolean {
    const growth = this.size(key, entry) - this.size(key, this.live(key));
    return growth > 0 && this.used() + growth > QUOTA;
  }

  names(prefix: string): string[] {
    return [...this.entries.keys()].filter((key) => this.live(key) && key.startsWith(prefix)).sort(compare);
  }

  /** Names and numbers, greatest first. */
  ranking(prefix: string): { name: string; value: number }[] {
    return this.names(prefix)
      .map((name) => ({ name, text: this.live(name)!.value }))
      .filter(({ text }) => /^-?\d+(\.\d+)?$/.test(text))
      .map(({ name, text }) => ({ name, value: Number(text) + 0 }))
      .sort((left, right) => right.value - left.value || compare(left.name, right.name));
  }
}

/** @module Consistent hashing: which worker a guild belongs to by default, the same in every process and after restarts. */

/** Points per worker; enough to keep 64 workers within 15 % of the mean. */
const VIRTUAL_NODES = 512;

/** Immutable: a changed pool is a new ring. */
export class Ring {
  readonly #hashes: Uint32Array;
  readonly #owners: string[];

  constructor(readonly workers: readonly string[], virtualNodes = VIRTUAL_NODES) {
    const points: { hash: number; worker: string }[] = [];
    for (const worker of new Set(workers)) {
      for (let node = 0; node < virtualNodes; node++) {
        points.push({ hash: hash(`${worker}#${node}`), worker });
      }
    }
    // Two workers that meet at one point are ordered by name, not by who joined first.
    points.sort((a, b) => a.hash - b.hash || (a.worker < b.worker ? -1 : 1));
    this.#hashes = Uint32Array.from(points, (point) => point.hash);
    this.#owners = points.map((point) => point.worker);
  }

  /** The worker at the first point at or after the key's own; undefined when there is none. */
  owner(key: string): string | undefined {
    if (this.#owners.length === 0) return undefined;
    const wanted = hash(key);
    let low = 0;
    let high = this.#hashes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#hashes[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return this.#owners[low === this.#owners.length ? 0 : low];
  }
}

/** MurmurHash3 (32 bit) over UTF-16 code units; its avalanche spreads ids that differ in one digit. */
export function hash(text: string): number {
  let h = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    let k = Math.imul(text.charCodeAt(index), 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** @module Consistent hashing: which worker a guild belongs to by default, the same in every process and after restarts. */

/** Points per worker; enough to keep 64 workers of any names within 15 % of the mean. */
const VIRTUAL_NODES = 2048;
/** A point is its hash and, below it, the number of its worker: one float holds both exactly. */
const WORKERS_MOST = 2 ** 16;

/** Immutable: a changed pool is a new ring. */
export class Ring {
  readonly workers: readonly string[];
  readonly #hashes: Uint32Array;
  readonly #owners: Uint16Array;

  /** Names given twice count once. Throws RangeError for more workers than a point can tell apart. */
  constructor(workers: Iterable<string>, virtualNodes = VIRTUAL_NODES) {
    // Two workers that meet at one point are ordered by name, not by who joined first.
    this.workers = [...new Set(workers)].sort();
    if (this.workers.length > WORKERS_MOST) {
      throw new RangeError(`Cannot make ring: ${this.workers.length} workers, at most ${WORKERS_MOST}`);
    }
    const points = new Float64Array(this.workers.length * virtualNodes);
    for (const [number, worker] of this.workers.entries()) {
      for (let node = 0; node < virtualNodes; node++) {
        points[number * virtualNodes + node] = hash(`${worker}#${node}`) * WORKERS_MOST + number;
      }
    }
    points.sort();
    this.#hashes = Uint32Array.from(points, (point) => Math.floor(point / WORKERS_MOST));
    this.#owners = Uint16Array.from(points, (point) => point % WORKERS_MOST);
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
    return this.workers[this.#owners[low === this.#owners.length ? 0 : low]!];
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

import { Ring } from "../router/ring.ts";
import type { WorkerLink } from "./worker-link.ts";

export interface PoolOptions {
  /** Guilds are placed once this many workers are here… */
  expected: number;
  /** …or this long after the first one came, in milliseconds. */
  graceMs: number;
}

export interface PoolEvents {
  /** A worker came: guilds may be placed on it. */
  onJoin(link: WorkerLink): void;
  /** A worker is gone and takes no more calls. */
  onLeave(link: WorkerLink): void;
}

/** The workers that are connected now, and the ring over them. */
export class Pool {
  readonly #links = new Map<string, WorkerLink>();
  #ring = new Ring([]);
  #open = false;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;
  #events: PoolEvents = { onJoin: () => {}, onLeave: () => {} };

  constructor(private readonly options: PoolOptions) {}

  listen(events: PoolEvents): void {
    this.#events = events;
  }

  get workers(): WorkerLink[] {
    return [...this.#links.values()];
  }

  /** The worker a guild belongs to by default; undefined while there is none. */
  owner(key: string): WorkerLink | undefined {
    if (!this.#open) return undefined;
    const name = this.#ring.owner(key);
    return name === undefined ? undefined : this.#links.get(name);
  }

  /** A worker of the same name takes the place of the one before it. */
  add(link: WorkerLink): void {
    const before = this.#links.get(link.name);
    if (before) {
      this.#remove(before);
      before.close();
    }
    this.#links.set(link.name, link);
    this.#ring = new Ring([...this.#links.keys()]);
    link.closed.then(() => this.#remove(link));
    if (this.#open) return this.#events.onJoin(link);
    if (this.#links.size >= this.options.expected) this.#start();
    else this.#graceTimer ??= setTimeout(() => this.#start(), this.options.graceMs);
  }

  close(): void {
    clearTimeout(this.#graceTimer);
    for (const link of this.#links.values()) link.close();
  }

  #start(): void {
    clearTimeout(this.#graceTimer);
    this.#open = true;
    for (const link of this.#links.values()) this.#events.onJoin(link);
  }

  #remove(link: WorkerLink): void {
    if (this.#links.get(link.name) !== link) return;
    this.#links.delete(link.name);
    this.#ring = new Ring([...this.#links.keys()]);
    this.#events.onLeave(link);
  }
}

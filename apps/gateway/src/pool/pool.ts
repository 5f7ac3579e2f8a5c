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
  /** Workers that are to become empty. */
  readonly #draining = new Set<string>();
  /** Workers of guilds that do not follow the ring. */
  readonly #pinned = new Map<string, string>();
  /** Workers of guilds that have been moved away from where the ring has them. */
  readonly #settled = new Map<string, string>();
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
    const chosen = this.#chosen(this.#pinned.get(key)) ?? this.#chosen(this.#settled.get(key));
    const name = chosen ?? this.#ring.owner(key);
    return name === undefined ? undefined : this.#links.get(name);
  }

  find(name: string): WorkerLink | undefined {
    return this.#links.get(name);
  }

  /** Guilds leave a worker that drains, unless it is the only one; `false` lets them come back. */
  drain(name: string, drain: boolean): void {
    if (drain) {
      this.#draining.add(name);
      this.#unsettle(name);
    } else this.#draining.delete(name);
    this.#rebuild();
  }

  isDraining(name: string): boolean {
    return this.#draining.has(name);
  }

  /** Keeps a guild on one worker while that is there; null lets it follow the ring again. */
  pin(key: string, worker: string | null): void {
    if (worker === null) this.#pinned.delete(key);
    else this.#pinned.set(key, worker);
  }

  /** A guild was moved to a worker on purpose: it stays there until that one goes or drains. */
  settle(key: string, worker: string): void {
    if (this.#ring.owner(key) === worker) this.#settled.delete(key);
    else this.#settled.set(key, worker);
  }

  get pins(): ReadonlyMap<string, string> {
    return this.#pinned;
  }

  pinOf(key: string): string | undefined {
    return this.#pinned.get(key);
  }

  /** A worker of the same name takes the place of the one before it. */
  add(link: WorkerLink): void {
    const before = this.#links.get(link.name);
    if (before) {
      this.#remove(before);
      before.close();
    }
    this.#links.set(link.name, link);
    // A new process under a name that was drained is there to work.
    this.#draining.delete(link.name);
    this.#rebuild();
    link.closed.then(() => this.#remove(link));
    if (this.#open) return this.#events.onJoin(link);
    if (this.#links.size >= this.options.expected) this.#start();
    else this.#graceTimer ??= setTimeout(() => this.#start(), this.options.graceMs);
  }

  close(): void {
    clearTimeout(this.#graceTimer);
    for (const link of this.#links.values()) link.close();
  }

  #chosen(name: string | undefined): string | undefined {
    return name !== undefined && this.#takes(name) ? name : undefined;
  }

  #takes(name: string): boolean {
    return this.#links.has(name) && !this.#draining.has(name);
  }

  #unsettle(name: string): void {
    for (const [key, worker] of this.#settled) if (worker === name) this.#settled.delete(key);
  }

  #rebuild(): void {
    const names = [...this.#links.keys()];
    const taking = names.filter((name) => this.#takes(name));
    this.#ring = new Ring(taking.length > 0 ? taking : names);
  }

  #start(): void {
    clearTimeout(this.#graceTimer);
    this.#open = true;
    for (const link of this.#links.values()) this.#events.onJoin(link);
  }

  #remove(link: WorkerLink): void {
    if (this.#links.get(link.name) !== link) return;
    this.#links.delete(link.name);
    this.#unsettle(link.name);
    this.#rebuild();
    this.#events.onLeave(link);
  }
}

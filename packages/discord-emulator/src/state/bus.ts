import type { Wire } from "./types.ts";

/** One gateway event before it is filtered for a session. */
export interface DispatchEvent {
  t: string;
  d: Wire;
  /** Null for events of direct messages and of the application itself. */
  guildId: string | null;
  /** When set, the bot must be able to view this channel. */
  channelId?: string;
  /** When set, the bot must hold one of these permissions in the guild. */
  needs?: bigint;
  /** The message whose content may have to be withheld; `exempt` when the bot may read it anyway. */
  exempt?: boolean;
  /** Concerns the bot's own member, which is told whatever its intents. */
  self?: boolean;
}

/** Hands events to gateway sessions, and wakes those who wait for the state to change. */
export class Bus {
  readonly #listeners = new Set<(event: DispatchEvent) => void>();
  readonly #waiters = new Set<() => void>();

  /** Listens to events until the returned function is called. */
  listen(listener: (event: DispatchEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls after every change, those included that have no gateway event, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#waiters.add(listener);
    return () => this.#waiters.delete(listener);
  }

  /** Sends one event to every session. */
  emit(event: DispatchEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
    this.changed();
  }

  /** Says that something changed which has no gateway event. */
  changed(): void {
    for (const wake of [...this.#waiters]) wake();
  }

  /** Resolves to what `read` returns once that is not undefined, or to undefined after `waitMs`. */
  until<T>(read: () => T | undefined, waitMs: number): Promise<T | undefined> {
    const first = read();
    if (first !== undefined || waitMs <= 0) return Promise.resolve(first);
    return new Promise((resolve) => {
      const finish = (value: T | undefined) => {
        clearTimeout(timer);
        this.#waiters.delete(wake);
        resolve(value);
      };
      const timer = setTimeout(() => finish(undefined), waitMs);
      const wake = () => {
        const value = read();
        if (value !== undefined) finish(value);
      };
      this.#waiters.add(wake);
    });
  }
}

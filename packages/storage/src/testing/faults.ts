/** @module A store that fails or stalls where a test says so, and else does what the real one below it does. */
import type { Storage } from "../contract.ts";

/** Area and method, such as `leases.take`; those of a fenced store are called the same. */
export type CallName = `${string}.${string}`;

export class Faults {
  readonly #failures = new Map<CallName, number>();
  readonly #lostAnswers = new Map<CallName, number>();
  readonly #stalls = new Map<CallName, Promise<void>>();
  readonly #calls = new Map<CallName, number>();

  /** The next calls reject, without effect; all of them from now on where no number is given. */
  fail(name: CallName, times = Infinity): void {
    this.#failures.set(name, times);
  }

  /** The next calls take effect and reject all the same. */
  failAfter(name: CallName, times: number): void {
    this.#lostAnswers.set(name, times);
  }

  /** Calls wait until the answer is called. */
  stall(name: CallName): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stalls.set(name, promise);
    return () => {
      this.#stalls.delete(name);
      resolve();
    };
  }

  heal(name: CallName): void {
    this.#failures.delete(name);
  }

  /** How often it was called, failures included. */
  calls(name: CallName): number {
    return this.#calls.get(name) ?? 0;
  }

  /** Carries a call out, with the trouble that is due. */
  async carryOut<T>(name: CallName, call: () => T): Promise<Awaited<T>> {
    this.#calls.set(name, this.calls(name) + 1);
    await this.#stalls.get(name);
    throwIfDue(this.#failures, name, "database is locked");
    const answer = await call();
    throwIfDue(this.#lostAnswers, name, "connection lost");
    return answer;
  }
}

function throwIfDue(due: Map<CallName, number>, name: CallName, problem: string): void {
  const left = due.get(name) ?? 0;
  if (left <= 0) return;
  due.set(name, left - 1);
  throw new Error(`Cannot call ${name}: ${problem}`);
}

/** The store to give to what is tested, and the means to make trouble for it. */
export function withFaults(storage: Storage): { storage: Storage; faults: Faults } {
  const faults = new Faults();
  return { storage: areas(storage, faults), faults };
}

function areas<T extends object>(store: T, faults: Faults): T {
  return new Proxy(store, {
    get(target, area: string) {
      const value: unknown = Reflect.get(target, area);
      if (area === "fenced" && typeof value === "function") {
        return (...lease: unknown[]) => areas(value.apply(target, lease) as object, faults);
      }
      if (typeof value === "function") return value.bind(target);
      return typeof value === "object" && value !== null ? methods(value, area, faults) : value;
    },
  });
}

function methods(store: object, area: string, faults: Faults): object {
  return new Proxy(store, {
    get(target, method: string) {
      const value = Reflect.get(target, method);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => faults.carryOut(`${area}.${method}`, () => value.apply(target, args));
    },
  });
}

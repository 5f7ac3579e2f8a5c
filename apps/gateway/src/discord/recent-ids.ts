import type { Payload } from "./normalize.ts";

const REMEMBERED = 2_000;

/** Events that happen once per id, so that a second copy is known for what it is. */
const ONCE_PER_ID = new Set(["MESSAGE_CREATE", "INTERACTION_CREATE"]);

/** The ids of the last messages and interactions. */
export class RecentIds {
  #ids = new Set<string>();

  /** Whether this is the first of its id; undefined for events that have none. */
  add({ t, d }: Payload): boolean | undefined {
    if (!ONCE_PER_ID.has(t)) return undefined;
    if (this.#ids.has(d.id)) return false;
    this.#ids.add(d.id);
    if (this.#ids.size > REMEMBERED) this.#ids.delete(this.#ids.values().next().value!);
    return true;
  }
}

/** @module Which guests get a processor where there are too few: nice values, which Linux keeps for each thread. */
import os from "node:os";

/** How far a guest that gives way stands behind the others: it still gets a third of what one of them gets. */
const BEHIND = 5;
const LAST = 19;

/** Whether one guest gives way to the others of its worker. */
export class GivingWay {
  #on = false;
  #refused = false;

  /** `threads` are the guest's own, as the system numbers them. */
  constructor(private readonly threads: () => number[]) {}

  get on(): boolean {
    return this.#on;
  }

  /** Tells the system of a change; where it once refused, no more. Most systems let a guest fall behind, few let it catch up. */
  set on(on: boolean) {
    if (on === this.#on || this.#refused) return;
    try {
      const usual = os.getPriority();
      const priority = on ? Math.min(LAST, usual + BEHIND) : usual;
      for (const thread of this.threads()) prioritise(thread, priority);
      this.#on = on;
    } catch {
      this.#refused = true;
    }
  }
}

/** Throws where the system refuses; a thread that has ended since it was listed does not count as that. */
function prioritise(thread: number, priority: number): void {
  try {
    os.setPriority(thread, priority);
  } catch (error) {
    if ((error as { info?: { code?: string } }).info?.code !== "ESRCH") throw error;
  }
}

/** Ids of a process's threads; other systems than Linux set the priority of the whole process by its own id. */
export function threadsOf(pid: number): number[] {
  try {
    return Array.from(Deno.readDirSync(`/proc/${pid}/task`), ({ name }) => Number(name));
  } catch {
    return [pid];
  }
}

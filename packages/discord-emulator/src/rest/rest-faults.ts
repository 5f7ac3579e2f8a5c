/**
 * Trouble for REST calls, as asked for through the control surface. A late answer and a lost one are those of a call that
 * was carried out; the other kinds hit before.
 */
export interface RestFault {
  id: number;
  kind: "rateLimit" | "status" | "latency" | "dropConnection" | "lateAnswer" | "lostAnswer";
  /** `METHOD /route/:pattern` or `*`. */
  route: string;
  /** How many calls are still to be hit; null for all until cleared. */
  times: number | null;
  status: number;
  retryAfterMs: number;
  scope: "user" | "global" | "shared";
  latencyMs: number;
}

/** The faults that are armed. */
export class RestFaults {
  #armed: RestFault[] = [];
  #count = 0;

  /** Arms a fault. */
  add(fault: Omit<RestFault, "id">): RestFault {
    const armed = { id: ++this.#count, ...fault };
    this.#armed.push(armed);
    return armed;
  }

  /** Faults still armed. */
  list(): RestFault[] {
    return [...this.#armed];
  }

  /** Disarms all. */
  clear(): void {
    this.#armed = [];
  }

  /** The faults that hit this call, each counted down. */
  take(route: string): RestFault[] {
    const hit = this.#armed.filter((fault) => fault.route === "*" || fault.route === route);
    for (const fault of hit) if (fault.times !== null) fault.times--;
    this.#armed = this.#armed.filter((fault) => fault.times === null || fault.times > 0);
    return hit;
  }
}

import type { Config } from "@flora/config";
import { createMetrics, listenError, type ProbeServer, serveProbes } from "@flora/telemetry";
import type { Keeper } from "./keeper.ts";
import { probeAddress } from "./probe-ports.ts";

/** How the machine's processes fare, for those who watch it. */
export class SupervisorProbes {
  readonly #metrics = createMetrics({ process: "supervisor" });
  readonly #restarts = this.#metrics.counter({
    name: "process_restarts_total",
    help: "Processes that ended by themselves and were started again",
    labels: ["name"],
  });

  constructor(private readonly keepers: () => readonly Pick<Keeper, "name" | "ready">[]) {
    this.#metrics.gauge({
      name: "processes_ready",
      help: "Processes that are up",
      collect: () => this.keepers().filter(({ ready }) => ready !== undefined).length,
    });
  }

  restarted(name: string): void {
    this.#restarts.inc({ name });
  }

  /** Undefined where probes are off; rejects with OperatorError. */
  async serve(config: Pick<Config, "probePort" | "probeHost">): Promise<ProbeServer | undefined> {
    const address = probeAddress(config, "supervisor");
    if (!address) return undefined;
    try {
      return await serveProbes(address, { metrics: this.#metrics, missing: () => this.#missing() });
    } catch (error) {
      throw listenError(error, { ...address, setting: "FLORA_PROBE_PORT" });
    }
  }

  #missing(): string[] {
    return this.keepers().filter(({ ready }) => ready === undefined).map(({ name }) => `${name} is not up`);
  }
}

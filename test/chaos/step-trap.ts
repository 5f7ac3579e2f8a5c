/** @module Follows every move of a running flora, whose gateway waits at each step, so that something can die right there. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { ReachedStep } from "../../apps/gateway/src/router/watcher.ts";

interface Trap {
  guildId: string;
  step: ReachedStep["step"];
  /** Must be over before the gateway goes on. */
  spring(reached: ReachedStep): Promise<void>;
}

export class StepTrap implements AsyncDisposable {
  /** Moves whose events were let go to the target. */
  moved = 0;
  #set: Trap | undefined;
  /** Settles when the trap that was set last has sprung; undefined before it springs and once it is cleared. */
  #springing: Promise<void> | undefined;
  readonly #server = createServer(async (request, response) => {
    try {
      await this.#reached(await json(request) as ReachedStep);
      response.end();
    } catch {
      // A gateway that dies while it tells a step leaves half a request behind; what a spring failed at, `clear` tells.
      response.destroy();
    }
  });

  static async open(): Promise<StepTrap> {
    const trap = new StepTrap();
    await new Promise<void>((resolve) => trap.#server.listen(0, "127.0.0.1", resolve));
    return trap;
  }

  /** What `FLORA_MOVE_WATCHER` is to be. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits for a move of a guild to come to a step; springs once. */
  set(trap: Trap): void {
    this.#set = trap;
    this.#springing = undefined;
  }

  /** It does not spring any more. Resolves with whether it has, once that is over; rejects as the spring did. */
  async clear(): Promise<boolean> {
    const springing = this.#springing;
    this.#set = this.#springing = undefined;
    await springing;
    return springing !== undefined;
  }

  /** Whether it springs or has. */
  get springs(): boolean {
    return this.#springing !== undefined;
  }

  async #reached(reached: ReachedStep): Promise<void> {
    if (reached.step === "release") this.moved++;
    const trap = this.#set;
    if (trap?.guildId !== reached.guildId || trap.step !== reached.step) return;
    this.#set = undefined;
    await (this.#springing = trap.spring(reached));
  }

  async [Symbol.asyncDispose]() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

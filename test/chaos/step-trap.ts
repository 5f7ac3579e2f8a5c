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
  /** Whether the last one has sprung. */
  sprung = false;
  #set: Trap | undefined;
  readonly #server = createServer(async (request, response) => {
    await this.#reached(await json(request) as ReachedStep);
    response.end();
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
    this.sprung = false;
  }

  /** It does not spring any more. */
  clear(): void {
    this.#set = undefined;
  }

  async #reached(reached: ReachedStep): Promise<void> {
    if (reached.step === "release") this.moved++;
    const trap = this.#set;
    if (trap?.guildId !== reached.guildId || trap.step !== reached.step) return;
    this.#set = undefined;
    await trap.spring(reached);
    this.sprung = true;
  }

  async [Symbol.asyncDispose]() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

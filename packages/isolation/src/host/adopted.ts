import type { Packet } from "../channel.ts";
import { sendControl } from "./boot.ts";
import type { Carrier, CarrierExit, Measure } from "./carrier.ts";

type Sent = [kind: number, payload: string | Uint8Array];

/**
 * A spare that was given to a guild. It may have died unnoticed a moment before: if it ends before its first answer, which
 * comes before any code of the guild runs, another is booted in its place and is sent everything that it was sent.
 */
export class Adopted implements Carrier {
  readonly stopsCode: boolean;
  readonly exited: Promise<CarrierExit>;
  #carrier: Carrier;
  /** Undefined once it has answered. */
  #sent: Sent[] | undefined = [];
  #killed = false;
  #onPacket: Carrier["onPacket"] = () => {};
  #packetLimitBytes = Infinity;

  /** `another` boots one in its place. */
  constructor(spare: Carrier, private readonly another: () => Promise<Carrier>) {
    this.#carrier = spare;
    this.stopsCode = spare.stopsCode;
    spare.onPacket = () => this.#answered();
    sendControl(spare, { t: "greet" });
    this.exited = this.#exit();
  }

  get onPacket(): Carrier["onPacket"] {
    return this.#onPacket;
  }

  set onPacket(onPacket: (packet: Packet) => void | Promise<void>) {
    this.#onPacket = onPacket;
    if (!this.#sent) this.#carrier.onPacket = onPacket;
  }

  get packetLimitBytes(): number {
    return this.#packetLimitBytes;
  }

  set packetLimitBytes(bytes: number) {
    this.#carrier.packetLimitBytes = this.#packetLimitBytes = bytes;
  }

  get givesWay(): boolean {
    return this.#carrier.givesWay;
  }

  set givesWay(on: boolean) {
    this.#carrier.givesWay = on;
  }

  send(kind: number, payload: string | Uint8Array): void {
    this.#sent?.push([kind, payload]);
    this.#carrier.send(kind, payload);
  }

  kill(): void {
    this.#killed = true;
    this.#carrier.kill();
  }

  measure(): Measure {
    return this.#carrier.measure();
  }

  #answered(): void {
    this.#sent = undefined;
    this.#carrier.onPacket = this.#onPacket;
  }

  async #exit(): Promise<CarrierExit> {
    const exit = await this.#carrier.exited;
    if (!this.#sent || this.#killed) return exit;
    try {
      this.#replace(await this.another());
    } catch (error) {
      return { reason: "crashed", detail: (error as Error).message };
    }
    return await this.#carrier.exited;
  }

  #replace(carrier: Carrier): void {
    carrier.givesWay = this.#carrier.givesWay;
    carrier.packetLimitBytes = this.#packetLimitBytes;
    this.#carrier = carrier;
    const sent = this.#sent!;
    this.#answered();
    if (this.#killed) return carrier.kill();
    for (const [kind, payload] of sent) carrier.send(kind, payload);
  }
}

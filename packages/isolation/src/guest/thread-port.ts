import { toBytes } from "../channel.ts";
import { packetCost } from "../runner-frames.ts";
import type { Port } from "./port.ts";

/** The thread waits while packets of this cost have not been handled. */
const MAX_UNHANDLED = 16 * 1024 * 1024;

/** Posts packets to the host's thread. */
export class ThreadPort implements Port {
  /** `unhandled` is shared with the host, which takes off it what it has handled; GIVEN_UP at the end. */
  constructor(
    private readonly post: (message: unknown, transfer: Transferable[]) => void,
    private readonly unhandled: Int32Array<SharedArrayBuffer>,
  ) {}

  /** Sends nothing more once the host has given the thread up, which may have happened in the middle of a turn. */
  send(kind: number, payload: string | Uint8Array): void {
    this.#post(kind, typeof payload === "string" ? toBytes(payload) : payload.slice());
  }

  sendList(kind: number, values: string): void {
    this.#post(kind, toBytes(`[${values.slice(0, -1)}]`));
  }

  leave(): void {
    close();
  }

  /** Hands the bytes over. */
  #post(kind: number, bytes: Uint8Array): void {
    for (let waiting = this.#unhandled(); waiting > MAX_UNHANDLED; waiting = this.#unhandled()) {
      Atomics.wait(this.unhandled, 0, waiting);
    }
    if (this.#unhandled() < 0) return this.leave();
    Atomics.add(this.unhandled, 0, packetCost(bytes.byteLength));
    this.post({ kind, payload: bytes }, [bytes.buffer]);
  }

  #unhandled(): number {
    return Atomics.load(this.unhandled, 0);
  }
}

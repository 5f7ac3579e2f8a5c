import { toBytes } from "../channel.ts";
import type { Port } from "./port.ts";

/** The thread waits while this much of what it sent has not been handled. */
const MAX_UNHANDLED_BYTES = 16 * 1024 * 1024;

/** Posts packets to the host's thread. */
export class ThreadPort implements Port {
  /** `unhandled` is shared with the host, which takes off it what it has handled. */
  constructor(
    private readonly post: (message: unknown, transfer: Transferable[]) => void,
    private readonly unhandled: Int32Array<SharedArrayBuffer>,
  ) {}

  send(kind: number, payload: string | Uint8Array): void {
    const bytes = toBytes(payload).slice();
    const { byteLength } = bytes;
    for (let waiting = this.#unhandled(); waiting > MAX_UNHANDLED_BYTES; waiting = this.#unhandled()) {
      Atomics.wait(this.unhandled, 0, waiting);
    }
    Atomics.add(this.unhandled, 0, byteLength);
    this.post({ kind, payload: bytes }, [bytes.buffer]);
  }

  leave(): void {
    close();
  }

  #unhandled(): number {
    return Atomics.load(this.unhandled, 0);
  }
}

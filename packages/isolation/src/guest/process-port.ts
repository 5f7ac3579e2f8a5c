import { encodePacket, ListWriter } from "../channel.ts";
import type { Port } from "./port.ts";

/** Exit code of a runner that could not go on. */
const BROKEN = 70;

/** Writes packets to stdout. */
export class ProcessPort implements Port {
  readonly #lists = new ListWriter();

  send(kind: number, payload: string | Uint8Array): void {
    this.#write(encodePacket(kind, payload));
  }

  sendList(kind: number, values: string): void {
    this.#write(this.#lists.write(kind, values));
  }

  #write(packet: Uint8Array): void {
    for (let sent = 0; sent < packet.byteLength;) sent += Deno.stdout.writeSync(packet.subarray(sent));
  }

  leave(): void {
    Deno.exit(BROKEN);
  }
}

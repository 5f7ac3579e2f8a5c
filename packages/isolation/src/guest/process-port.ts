import { encodePacket } from "../channel.ts";
import type { Port } from "./port.ts";

/** Exit code of a runner that could not go on. */
const BROKEN = 70;

/** Writes packets to stdout. */
export class ProcessPort implements Port {
  send(kind: number, payload: string | Uint8Array): void {
    const packet = encodePacket(kind, payload);
    for (let sent = 0; sent < packet.byteLength;) sent += Deno.stdout.writeSync(packet.subarray(sent));
  }

  leave(): void {
    Deno.exit(BROKEN);
  }
}

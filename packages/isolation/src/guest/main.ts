/** @module Entry of the guest process: packets from stdin, packets to stdout, until stdin ends. */
import { PacketReader } from "../channel.ts";
import { ProcessPort } from "./process-port.ts";
import { Runner } from "./runner.ts";

/** The host is trusted; its packets carry whole bundles and large replies. */
const HOST_PACKET_BYTES = 1024 ** 3;

const runner = new Runner(new ProcessPort());
const reader = new PacketReader(HOST_PACKET_BYTES);
const chunk = new Uint8Array(65_536);

addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  runner.rejected(event.promise, event.reason);
});

runner.hello();
for (;;) {
  const bytes = await Deno.stdin.read(chunk);
  if (bytes === null) Deno.exit(0);
  reader.push(chunk.subarray(0, bytes));
  for (let packet = reader.next(); packet; packet = reader.next()) {
    runner.receive(packet.kind, packet.payload);
  }
}

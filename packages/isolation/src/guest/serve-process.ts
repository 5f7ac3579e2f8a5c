import { setImmediate } from "node:timers";
import { PacketReader } from "../channel.ts";
import { ProcessPort } from "./process-port.ts";
import { Runner } from "./runner.ts";

/** The host is trusted; its packets carry whole bundles and large replies. */
const HOST_PACKET_BYTES = 1024 ** 3;

/** Packets from stdin, packets to stdout, until stdin ends. */
export async function serveProcess(): Promise<void> {
  const runner = new Runner(new ProcessPort());
  const reader = new PacketReader(HOST_PACKET_BYTES);
  const chunk = new Uint8Array(65_536);
  runner.hello();
  for (;;) {
    const bytes = await read(runner, chunk);
    if (bytes === null) Deno.exit(0);
    reader.push(chunk.subarray(0, bytes));
    for (let packet = reader.next(); packet; packet = reader.next()) {
      runner.receive(packet.kind, packet.payload);
    }
  }
}

/**
 * Reads on the spot where nothing else can happen meanwhile: an asynchronous read costs two changes of threads. The event
 * loop goes round once before, in which rejections of the last turn are told.
 */
async function read(runner: Runner, chunk: Uint8Array): Promise<number | null> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  return runner.idle ? Deno.stdin.readSync(chunk) : await Deno.stdin.read(chunk);
}

import { toBytes } from "../channel.ts";
import type { Packet } from "../channel.ts";
import { Runner } from "./runner.ts";
import { ThreadPort } from "./thread-port.ts";

/** What of a thread reaches beyond it and no runner needs; gone before any guest code runs. */
const crossThread = [
  "BroadcastChannel",
  "Worker",
  "MessageChannel",
  "localStorage",
  "caches",
  "fetch",
  "WebSocket",
];

declare const postMessage: (message: unknown, transfer?: Transferable[]) => void;

/** Packets as messages; the first message is the shared count of bytes on their way to the host. */
export function serveThread(): void {
  const post = postMessage;
  for (const name of crossThread) Reflect.deleteProperty(globalThis, name);
  let runner: Runner | undefined;
  addEventListener("message", (event) => {
    const { data } = event as MessageEvent<Packet | SharedArrayBuffer>;
    if (data instanceof SharedArrayBuffer) {
      runner = new Runner(new ThreadPort(post, new Int32Array(data)));
      runner.hello();
    } else runner?.receive(data.kind, toBytes(data.payload));
  });
}

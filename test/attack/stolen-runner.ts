/**
 * @module The runner with a hole in its first wall: what a script puts behind the marker runs outside the context, as
 * the runner itself. What holds then is the process alone.
 */
import { GuestContext } from "../../packages/isolation/src/guest/guest-context.ts";
import { ProcessPort } from "../../packages/isolation/src/guest/process-port.ts";
import { OUTSIDE } from "./stolen-runner-marker.ts";
import { Kind } from "../../packages/isolation/src/runner-frames.ts";

const port = new ProcessPort();
const load = GuestContext.prototype.load;

GuestContext.prototype.load = function (code) {
  const [inside, outside] = code.split(OUTSIDE);
  if (outside !== undefined) void import(`data:text/javascript,${encodeURIComponent(outside)}`);
  return load.call(this, inside!);
};

/** Writes to the attacker's KV store, as the SDK would. */
const store = (key: string, value: string) =>
  port.send(
    Kind.frames,
    JSON.stringify([{ t: "op", id: 0, name: "kv.set", args: { store: "loot", key, value } }]),
  );

Object.assign(globalThis, {
  outside: {
    win: (what: string, got: unknown) => store(`win ${what}`, String(got).slice(0, 300)),
    note: (name: string, value: unknown) => store(`note ${name}`, JSON.stringify(value) ?? "undefined"),
    send: (kind: number, payload: string | Uint8Array) => port.send(kind, payload),
    raw: (bytes: Uint8Array) => Deno.stdout.writeSync(bytes),
    Kind,
  },
});

await import("../../packages/isolation/src/guest/main.ts");

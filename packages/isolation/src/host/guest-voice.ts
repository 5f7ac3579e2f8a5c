import type { GuestFrame } from "@flora/protocol";
import type { RunnerControl } from "../runner-frames.ts";
import type { LoadResult } from "../contract.ts";
import type { GuestIsolate } from "./guest-isolate.ts";
import type { InboxHandlers } from "./inbox.ts";

/** Characters of a message or stack that are handed on: they are searched, mapped and sent between processes. */
const MAX_TEXT = 8_000;

/** What each thing that a guest or its runner says leads to; answers that nobody waits for are dropped. */
export function guestVoice(isolate: GuestIsolate): InboxHandlers {
  return {
    frame: (frame) => onFrame(isolate, frame),
    control: (control) => onControl(isolate, control),
    room: () => isolate.ops.room(),
    holdMs: () => isolate.ops.holdMs(),
  };
}

function onFrame(isolate: GuestIsolate, frame: GuestFrame): void {
  const { running } = isolate;
  switch (frame.t) {
    case "op":
      return isolate.ops.call(frame, running);
    case "done":
      if (running.live(frame.d)) running.settle(frame.d, { status: "ok" });
      return;
    case "threw": {
      if (running.live(frame.d)) running.settle(frame.d, { status: "threw", ...briefly(frame) });
      return;
    }
    case "loaded":
      return endLoading(isolate, { ok: true, manifest: frame.manifest });
    case "load-failed":
      return endLoading(isolate, { ok: false, ...briefly(frame) });
    case "frozen":
      return isolate.freezing?.resolve(frame.state);
    case "unhandled": {
      const { d } = frame;
      return isolate.host.unhandled({ ...(d === undefined ? {} : { dispatchId: d }), ...briefly(frame) });
    }
  }
}

function onControl(isolate: GuestIsolate, control: RunnerControl): void {
  switch (control.t) {
    case "pong":
      return isolate.liveness.pong(control.n);
    case "load-refused":
      return endLoading(isolate, { ok: false, ...briefly(control) });
    case "turn-timeout":
      return onTurnTimeout(isolate, control);
    case "unhandled":
      return isolate.host.unhandled(briefly(control));
    case "oversized":
      return isolate.fail("crashed", `guest sent a frame of ${control.bytes} bytes`);
    case "broken":
      return isolate.fail("crashed", `runner cannot go on: ${control.message}`);
    default:
      return isolate.fail("crashed", "runner sent an unknown message");
  }
}

/** Ends loading at once: a frame that is read together with this one must not count to it any more. */
function endLoading(isolate: GuestIsolate, result: LoadResult): void {
  const { loading } = isolate;
  isolate.loading = undefined;
  loading?.resolve(result);
}

/** Both as text, cut: the runner is trusted no more than the guest, so they may be of any type. */
function briefly({ message, stack }: { message: unknown; stack: unknown }) {
  return { message: String(message).slice(0, MAX_TEXT), stack: String(stack).slice(0, MAX_TEXT) };
}

function onTurnTimeout(isolate: GuestIsolate, { d }: { d?: string }): void {
  const problem = `it ran longer than ${isolate.spec.limits.turnTimeoutMs} ms without a pause`;
  const message = `Cannot finish turn: ${problem}`;
  if (d !== undefined && isolate.running.live(d)) return isolate.endDispatch(d);
  // While a script is loaded, what runs outside of a dispatch is its top level, which goes no further.
  if (isolate.loading) return endLoading(isolate, { ok: false, message, stack: "" });
  isolate.host.unhandled({ message, stack: "" });
}

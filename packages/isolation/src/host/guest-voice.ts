import type { GuestFrame } from "@flora/protocol";
import type { RunnerControl } from "../runner-frames.ts";
import type { GuestIsolate } from "./guest-isolate.ts";
import type { InboxHandlers } from "./inbox.ts";

/** What each thing that a guest or its runner says leads to; answers that nobody waits for are dropped. */
export function guestVoice(isolate: GuestIsolate): InboxHandlers {
  return {
    frame: (frame) => onFrame(isolate, frame),
    control: (control) => onControl(isolate, control),
    room: () => isolate.ops.room(),
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
      const { d, message, stack } = frame;
      if (running.live(d)) running.settle(d, { status: "threw", message, stack });
      return;
    }
    case "loaded":
      return isolate.loading?.resolve({ ok: true, manifest: frame.manifest });
    case "load-failed":
      return isolate.loading?.resolve({ ok: false, message: frame.message, stack: frame.stack });
    case "frozen":
      return isolate.freezing?.resolve(frame.state);
    case "unhandled": {
      const { d, message, stack } = frame;
      return isolate.host.unhandled({ ...(d === undefined ? {} : { dispatchId: d }), message, stack });
    }
  }
}

function onControl(isolate: GuestIsolate, control: RunnerControl): void {
  switch (control.t) {
    case "pong":
      return isolate.liveness.pong(control.n);
    case "load-refused":
      return isolate.loading?.resolve({ ok: false, message: control.message, stack: control.stack });
    case "turn-timeout":
      return onTurnTimeout(isolate, control);
    case "unhandled":
      return isolate.host.unhandled({ message: String(control.message), stack: String(control.stack) });
    case "oversized":
      return isolate.fail("crashed", `guest sent a frame of ${control.bytes} bytes`);
    case "broken":
      return isolate.fail("crashed", `runner cannot go on: ${control.message}`);
    default:
      return isolate.fail("crashed", "runner sent an unknown message");
  }
}

function onTurnTimeout(isolate: GuestIsolate, { d }: { d?: string }): void {
  const problem = `it ran longer than ${isolate.spec.limits.turnTimeoutMs} ms without a pause`;
  const message = `Cannot finish turn: ${problem}`;
  if (d !== undefined && isolate.running.live(d)) return isolate.endDispatch(d);
  // While a script is loaded, what runs outside of a dispatch is its top level, which goes no further.
  if (isolate.loading) return isolate.loading.resolve({ ok: false, message, stack: "" });
  isolate.host.unhandled({ message, stack: "" });
}

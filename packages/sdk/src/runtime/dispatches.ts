/** @module One dispatch: its handlers run in the order they were registered, and its end is told exactly once. */
import type { HostFrame } from "@flora/protocol/guest-host";
import { createContext, type DispatchSignal } from "../script/context.ts";
import { handlersOf } from "../script/registry.ts";
import { AbortController } from "../web/abort.ts";
import { scriptError } from "../script/errors.ts";
import { console } from "../web/console.ts";
import { describe } from "./describe.ts";
import { clearTimersOf } from "./timers.ts";
import { enter, post } from "./wall.ts";

type DispatchFrame = Extract<HostFrame, { t: "dispatch" }>;

const controllers = new Map<string, AbortController>();

/** Runs every handler of the event, also after one has thrown; the first throw is the dispatch's outcome. */
export async function runDispatch(frame: DispatchFrame): Promise<void> {
  const { d } = frame;
  enter(d);
  const signal: DispatchSignal = {
    get current() {
      let controller = controllers.get(d);
      if (!controller) controllers.set(d, controller = new AbortController());
      return controller.signal;
    },
  };
  let first: { error: unknown } | undefined;
  const context = createContext(frame, signal);
  for (const handler of handlersOf(frame.event)) {
    try {
      await handler(context);
    } catch (error) {
      if (first) console.error("A further handler threw:", error);
      else first = { error };
    }
  }
  controllers.delete(d);
  if (first) post({ t: "threw", d, ...describe(first.error) });
  else post({ t: "done", d });
}

/** The host has ended it: its signal aborts and its timers go. */
export function endDispatch(d: string, reason: string): void {
  enter(d);
  clearTimersOf(d);
  controllers.get(d)?.abort(scriptError("DISPATCH_ENDED", `The dispatch has ended: ${reason}`));
  controllers.delete(d);
}

/** @module One dispatch: its handlers run in the order they were registered, and its end is told exactly once. */
import type { HostFrame } from "@flora/protocol/guest-host";
import { createContext, type DispatchSignal } from "../script/context.ts";
import type { ComponentContext } from "../script/context-types.ts";
import { type Handler, handlersOf } from "../script/registry.ts";
import { lookAtStates } from "../script/state.ts";
import { bindAwaiting, offerComponent, Run } from "../script/waiting.ts";
import { AbortController } from "../web/abort.ts";
import { scriptError } from "../script/errors.ts";
import { console } from "../web/console.ts";
import { closeBodiesOf } from "../web/fetch.ts";
import { describe } from "./describe.ts";
import { clearTimersOf } from "./timers.ts";
import { enter, post } from "./wall.ts";

type DispatchFrame = Extract<HostFrame, { t: "dispatch" }>;

const controllers: Record<string, AbortController> = Object.create(null);

/** Runs the handlers of the event and tells how that ended. */
export async function runDispatch(frame: DispatchFrame): Promise<void> {
  const { d } = frame;
  enter(d);
  try {
    await runHandlers(frame);
    closeBodiesOf(d);
    lookAtStates((error) => post({ t: "unhandled", d, ...describe(error) }));
    post({ t: "done", d });
  } catch (error) {
    closeBodiesOf(d);
    post({ t: "threw", d, ...describe(error) });
  }
  delete controllers[d];
}

/** Runs every handler, also after one has thrown; rejects with what was thrown first. */
async function runHandlers(frame: DispatchFrame): Promise<void> {
  const { d } = frame;
  const signal: DispatchSignal = {
    get current() {
      return (controllers[d] ??= new AbortController()).signal;
    },
  };
  let first: { error: unknown } | undefined;
  const context = createContext(frame, signal);
  for (const run of runsOf(frame.event, context)) {
    try {
      await run.settled();
    } catch (error) {
      if (first) console.error("A further handler threw:", error);
      else first = { error };
    }
  }
  if (first) throw first.error;
}

/** Starts one handler after the other; a component that a handler waits for goes to that one alone. */
function* runsOf(event: string, context: object): Generator<Run> {
  const waiting = event === "componentInteraction" ? offerComponent(context as ComponentContext) : undefined;
  if (waiting) return yield waiting;
  const handlers = handlersOf(event);
  for (const handler of handlers) {
    const run = new Run();
    // A context per handler; they share the answers. Most events have one handler, and a copy takes its time.
    const own = handlers.length === 1
      ? context
      : Object.defineProperties({}, Object.getOwnPropertyDescriptors(context));
    run.follow(start(handler, bindAwaiting(own, run)));
    yield run;
  }
}

/** A throw becomes a rejection; one after the handler has been left waiting is reported by who takes it over. */
async function start(handler: Handler, context: object): Promise<void> {
  await handler(context);
}

/** The host has ended it: its signal aborts and its timers go. */
export function endDispatch(d: string, reason: string): void {
  enter(d);
  clearTimersOf(d);
  closeBodiesOf(d);
  controllers[d]?.abort(scriptError("DISPATCH_ENDED", `The dispatch has ended: ${reason}`));
  delete controllers[d];
}

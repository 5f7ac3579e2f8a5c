/**
 * @module The guest's end of the wall: frames that wait to leave, and the dispatch that what runs now counts to. A script
 * that replaces what the language brings must still be able to tell that it failed: nothing here asks a prototype.
 */
import { type Caller, createCaller, type IncomingReply } from "@flora/ops/call";
import { guestHalves } from "@flora/ops/guests";
import type { GuestFrame, GuestOutlet } from "@flora/protocol/guest-host";
import { invalidArgument } from "../script/errors.ts";

const { stringify } = JSON;

let outlet: GuestOutlet = { frames: "", wakeAt: Infinity };
let current: string | undefined;
const callers: Record<number, string | undefined> = Object.create(null);

/** From now on the guest's words go there. */
export function connect(to: GuestOutlet): void {
  outlet = to;
}

/** Says a frame. */
export function post(frame: GuestFrame): void {
  say(stringify({ __proto__: null, ...frame }));
}

function say(frame: string): void {
  outlet.frames += `${frame},`;
}

/** Asks to be woken then, in Unix milliseconds; Infinity for not at all. */
export function wakeAt(at: number): void {
  outlet.wakeAt = at;
}

/** The dispatch that ops called now count to; undefined at the top level. */
export function currentDispatch(): string | undefined {
  return current;
}

/** Everything up to the next `enter` counts to `dispatch`. */
export function enter(dispatch: string | undefined): void {
  current = dispatch;
}

const caller: Caller = createCaller(({ id, name, args }) => {
  let frame: string;
  try {
    frame = stringify({
      __proto__: null,
      t: "op",
      id,
      ...(current === undefined ? {} : { d: current }),
      name,
      args: args ?? null,
    });
  } catch (error) {
    throw invalidArgument("", `Cannot call ${name}: an argument is not JSON (${(error as Error).message})`);
  }
  say(frame);
  if (id > 0) callers[id] = current;
});

/** Hands an answer to the call that waits for it, under the dispatch that made the call. */
export function settle(reply: IncomingReply): void {
  enter(callers[reply.id]);
  delete callers[reply.id];
  caller.settle(reply);
}

/** Every op a script may call, by family. */
export const ops = guestHalves(caller);

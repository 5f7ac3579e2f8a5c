/** @module The guest's end of the wall: frames that wait to leave, and the dispatch that what runs now counts to. */
import { type Caller, createCaller, type IncomingReply } from "@flora/ops/call";
import { guestHalves } from "@flora/ops/guests";
import type { GuestFrame } from "@flora/protocol/guest-host";
import { invalidArgument } from "../script/errors.ts";

let frames: string[] = [];
let current: string | undefined;
const callers = new Map<number, string | undefined>();

/** Queues a frame for the end of the turn. */
export function post(frame: GuestFrame): void {
  frames.push(JSON.stringify(frame));
}

/** The queued frames as a JSON array; the queue is empty afterwards. */
export function takeFrames(): string {
  const text = `[${frames.join(",")}]`;
  frames = [];
  return text;
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
    frame = JSON.stringify({
      t: "op",
      id,
      ...(current === undefined ? {} : { d: current }),
      name,
      args: args ?? null,
    });
  } catch (error) {
    throw invalidArgument("", `Cannot call ${name}: an argument is not JSON (${(error as Error).message})`);
  }
  frames.push(frame);
  if (id > 0) callers.set(id, current);
});

/** Hands an answer to the call that waits for it, under the dispatch that made the call. */
export function settle(reply: IncomingReply): void {
  enter(callers.get(reply.id));
  callers.delete(reply.id);
  caller.settle(reply);
}

/** Every op a script may call, by family. */
export const ops = guestHalves(caller);

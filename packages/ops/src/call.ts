/** @module The guest's end of the wall. Runs inside a script's context: pure ECMAScript, types only from elsewhere. */
import type { ScriptErrorShape } from "@flora/model";
import type { GuestCaller, GuestHalf, OpSchemas } from "./contract.ts";

/** One call on its way to the host; `id` 0 wants no answer. */
export interface OutgoingCall {
  id: number;
  name: string;
  args: unknown;
}

/** The host's answer to the call of the same id. */
export type IncomingReply = { id: number; ok: unknown } | { id: number; error: ScriptErrorShape };

export interface Caller extends GuestCaller {
  /** Settles the call that the reply answers; a reply nobody waits for is dropped. */
  settle(reply: IncomingReply): void;
  /** Calls that wait for an answer. */
  readonly waiting: number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  /** Made where the script called, so that an error names the author's line. */
  trace: Error;
}

/** Numbers calls, hands them to `send` and settles each with its reply. */
export function createCaller(send: (call: OutgoingCall) => void): Caller {
  // An object without a prototype, not a Map: a script can replace the methods of either prototype.
  const pending: Record<number, Waiting> = Object.create(null);
  let waiting = 0;
  let lastId = 0;
  const take = (id: number) => {
    const found = pending[id];
    if (found) waiting--;
    delete pending[id];
    return found;
  };
  return {
    call(name, args) {
      const id = ++lastId;
      const trace = new Error();
      return new Promise((resolve, reject) => {
        pending[id] = { resolve, reject, trace };
        waiting++;
        try {
          send({ id, name, args });
        } catch (error) {
          take(id);
          reject(error);
        }
      });
    },
    tell(name, args) {
      send({ id: 0, name, args });
    },
    settle(reply) {
      const call = take(reply.id);
      if (!call) return;
      if ("error" in reply) call.reject(rebuildError(reply.error, call.trace));
      else call.resolve(reply.ok);
    },
    get waiting() {
      return waiting;
    },
  };
}

/** An Error a script recognises by `code`; carries `path`, `status`, `discordCode`, `fields`, `retryAfterMs` where known. */
function rebuildError(shape: ScriptErrorShape, trace?: Error): Error & ScriptErrorShape {
  const error = new Error(shape.message) as Error & ScriptErrorShape;
  const name = `ScriptError[${shape.code}]`;
  Object.defineProperty(error, "name", {
    value: name,
    enumerable: false,
    configurable: true,
    writable: true,
  });
  const lines = typeof trace?.stack === "string" ? trace.stack.split("\n").slice(1) : [];
  const stack = [`${name}: ${shape.message}`, ...lines].join("\n");
  Object.defineProperty(error, "stack", {
    value: stack,
    enumerable: false,
    configurable: true,
    writable: true,
  });
  error.code = shape.code;
  if (shape.path !== undefined) error.path = shape.path;
  if (shape.status !== undefined) error.status = shape.status;
  if (shape.discordCode !== undefined) error.discordCode = shape.discordCode;
  if (shape.fields !== undefined) error.fields = shape.fields;
  if (shape.retryAfterMs !== undefined) error.retryAfterMs = shape.retryAfterMs;
  return error;
}

/** Typed functions `<family>.<op>` over a caller; `ops` names each op of the schema once. */
export function guestHalf<S extends OpSchemas>(
  caller: GuestCaller,
  family: string,
  ops: Record<keyof S & string, true>,
): GuestHalf<S> {
  const half: Record<string, (args: unknown) => Promise<unknown>> = {};
  for (const op of Object.keys(ops)) half[op] = (args) => caller.call(`${family}.${op}`, args);
  return half as GuestHalf<S>;
}

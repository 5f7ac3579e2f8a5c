/** @module A script in a real guest context, joined to the real host halves of its ops over storage in memory. */
import { type Loopback, openLoopback } from "@flora/ops/testing/loopback";
import { message, TestGuest } from "./guest.ts";

export interface ServedGuest {
  guest: TestGuest;
  loop: Loopback;
  /** Dispatches a message and resolves with what its handler logged, once every op it called is answered. */
  say(content: string, more?: object): Promise<string[]>;
  /** Dispatches an event; resolves once every op its handlers called is answered. */
  dispatch(event: string, msg: object): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Loads a script; dispose of the guest when done. */
export async function serveGuest(
  script: string,
  options: Parameters<typeof openLoopback>[0] = {},
): Promise<ServedGuest> {
  const loop = await openLoopback({ ...options, limits: { opsPerSecond: 1_000_000, ...options.limits } });
  let waiting: Promise<void>[] = [];
  const guest = TestGuest.load(script, ({ id, d, name, args }) => {
    const wire = JSON.parse(JSON.stringify({ args })).args;
    const frame = { generation: loop.context.generation, name, args: wire, ...(d ? { dispatchId: d } : {}) };
    const reply = loop.serve(loop.context, frame);
    waiting.push(reply.then((answer) => guest.turn({ t: "reply", id, ...answer })));
    return undefined;
  });
  async function dispatch(event: string, msg: object): Promise<void> {
    loop.running.set(guest.nextDispatch, event);
    guest.dispatch(event, msg);
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      await Promise.all(now);
    }
  }
  return {
    guest,
    loop,
    dispatch,
    async say(content, more) {
      const before = guest.logged.length;
      await dispatch("messageCreate", message(content, more));
      const end = guest.said.at(-1)!;
      if (end.t !== "done") throw new Error(`Handler did not end well: ${JSON.stringify(end)}`);
      return guest.logged.slice(before).map(({ message }) => message);
    },
    [Symbol.asyncDispose]: () => loop[Symbol.asyncDispose](),
  };
}

import type { IsolateHost, IsolateSpec, OpCall, OpReply } from "../contract.ts";
import { oversize } from "./frame-size.ts";
import type { RunningDispatches } from "./running-dispatches.ts";

/** Reading stops while this many times the allowed ops wait; the owner refuses those over the limit at once. */
const HELD_BACK_FACTOR = 2;
/** How many refused calls weigh as much as one allowed call when the guest is held back: they cost the worker, too. */
const REFUSALS_PER_CALL = 4;
/** The longest that a guest waits for its refused calls at a time. Milliseconds. */
const LONGEST_HOLD_MS = 50;

const ended: OpReply = { error: { code: "DISPATCH_ENDED", message: "Cannot call: the dispatch has ended" } };
const internal: OpReply = { error: { code: "INTERNAL", message: "Cannot call: internal error" } };

export interface OpFrame {
  id: number;
  d?: string | undefined;
  name: string;
  args?: unknown;
}

/** Hands a guest's op calls to its owner and carries the answers back. */
export class OpCalls {
  #waiting = 0;
  /** Calls refused since the guest was last held back for them. */
  #refused = 0;
  #room: PromiseWithResolvers<void> | undefined;

  constructor(
    private readonly spec: IsolateSpec,
    private readonly host: IsolateHost,
    private readonly reply: (dispatchId: string, frame: string) => void,
  ) {}

  /** `running` names the dispatches whose calls count to them; for one it never had, a call counts to none. */
  call(frame: OpFrame, running: RunningDispatches): void {
    if (frame.d !== undefined && running.overdue(frame.d)) {
      this.#refused++;
      return this.#answer("", frame, ended);
    }
    const { guildId, generation } = this.spec;
    const call: OpCall = { guildId, generation, name: frame.name, args: frame.args };
    if (frame.d !== undefined && running.known(frame.d)) call.dispatchId = frame.d;
    this.#waiting++;
    void this.#serve(call, frame);
  }

  /** Resolves when the guest may send more; nothing to wait for when undefined. */
  room(): Promise<void> | undefined {
    if (this.#waiting < this.spec.limits.opsInFlight * HELD_BACK_FACTOR) return undefined;
    return (this.#room ??= Promise.withResolvers<void>()).promise;
  }

  /** For how long the guest is not read now, since it calls faster than it may. Milliseconds. */
  holdMs(): number {
    const ms = this.#refused * 1_000 / (REFUSALS_PER_CALL * this.spec.limits.opsPerSecond);
    this.#refused = 0;
    return Math.min(ms, LONGEST_HOLD_MS);
  }

  async #serve(call: OpCall, frame: OpFrame): Promise<void> {
    let reply: OpReply;
    try {
      reply = await this.host.op(call);
    } catch {
      reply = internal;
    }
    if ("error" in reply && reply.error.code === "LIMIT_EXCEEDED") this.#refused++;
    this.#waiting--;
    this.#room?.resolve();
    this.#room = undefined;
    this.#answer(call.dispatchId ?? "", frame, reply);
  }

  #answer(d: string, frame: OpFrame, reply: OpReply): void {
    if (frame.id === 0) return;
    const body = "error" in reply ? { error: reply.error } : { ok: reply.ok ?? null };
    this.reply(d, this.#text({ t: "reply", id: frame.id, ...body }));
  }

  #text(frame: { t: "reply"; id: number; ok?: unknown; error?: unknown }): string {
    const text = JSON.stringify(frame);
    const { frameBytes } = this.spec.limits;
    const bytes = oversize(text, frameBytes);
    if (bytes === undefined) return text;
    const message = `Cannot answer call: ${bytes} bytes, at most ${frameBytes}`;
    return JSON.stringify({ t: "reply", id: frame.id, error: { code: "LIMIT_EXCEEDED", message } });
  }
}

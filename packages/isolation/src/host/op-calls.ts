import type { IsolateHost, IsolateSpec, OpCall, OpReply } from "../contract.ts";
import type { RunningDispatches } from "./running-dispatches.ts";

/** Reading stops while this many times the allowed ops wait; the owner refuses those over the limit at once. */
const HELD_BACK_FACTOR = 2;

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
  #room = Promise.withResolvers<void>();

  constructor(
    private readonly spec: IsolateSpec,
    private readonly host: IsolateHost,
    private readonly reply: (dispatchId: string, frame: string) => void,
  ) {}

  /** `running` names the dispatches whose calls count to them; for one it never had, a call counts to none. */
  call(frame: OpFrame, running: RunningDispatches): void {
    if (frame.d !== undefined && running.overdue(frame.d)) return this.#answer("", frame, ended);
    const { guildId, generation } = this.spec;
    const call: OpCall = { guildId, generation, name: frame.name, args: frame.args };
    if (frame.d !== undefined && running.known(frame.d)) call.dispatchId = frame.d;
    this.#waiting++;
    void this.#serve(call, frame);
  }

  /** Resolves when the guest may send more; nothing to wait for when undefined. */
  room(): Promise<void> | undefined {
    if (this.#waiting < this.spec.limits.opsInFlight * HELD_BACK_FACTOR) return undefined;
    return this.#room.promise;
  }

  async #serve(call: OpCall, frame: OpFrame): Promise<void> {
    let reply: OpReply;
    try {
      reply = await this.host.op(call);
    } catch {
      reply = internal;
    }
    this.#waiting--;
    this.#room.resolve();
    this.#room = Promise.withResolvers<void>();
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
    if (text.length <= frameBytes) return text;
    const message = `Cannot answer call: ${text.length} bytes, at most ${frameBytes}`;
    return JSON.stringify({ t: "reply", id: frame.id, error: { code: "LIMIT_EXCEEDED", message } });
  }
}

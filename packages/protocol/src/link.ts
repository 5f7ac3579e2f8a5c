import type { Socket } from "node:net";
import type { z } from "zod";
import { ControlError, type ControlErrorCode, type ControlErrorShape } from "@flora/model";
import { encodeFrame, FrameDecoder } from "./frames.ts";

/** What one side of a link may ask of the other: one schema pair per method. */
export type Methods = Record<string, { params: z.ZodType; result: z.ZodType }>;

export type Handlers<M extends Methods> = {
  [K in keyof M]: (params: z.output<M[K]["params"]>) => Promise<z.input<M[K]["result"]>>;
};

type Message =
  | { t: "call"; id: number; method: string; params: unknown }
  | { t: "ok"; id: number; result: unknown }
  | { t: "error"; id: number; error: ControlErrorShape };

interface Pending {
  method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface LinkOptions<Out extends Methods, In extends Methods> {
  /** Methods the other side answers. */
  outgoing: Out;
  /** Methods this side answers. */
  incoming: In;
  handlers: Handlers<In>;
  /** What the other side is told of an error that is no ControlError; without it, its message as INTERNAL. */
  explain?: (error: unknown) => ControlError | undefined;
}

/** Thrown to every caller that waits when the other side goes away. */
export class LinkClosedError extends Error {
  constructor(cause?: Error) {
    super(`Link closed${cause ? `: ${cause.message}` : ""}`, { cause });
    this.name = "LinkClosedError";
  }
}

/** Largest frame either way. */
const FRAME_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Requests and replies over one socket between two processes of flora. Every call settles: with its result,
 * with the other side's ControlError, or with LinkClosedError once the socket ends.
 */
export class Link<Out extends Methods, In extends Methods> {
  readonly closed: Promise<void>;
  #pending = new Map<number, Pending>();
  #nextId = 1;
  #ended: LinkClosedError | undefined;

  constructor(private readonly socket: Socket, private readonly options: LinkOptions<Out, In>) {
    const decoder = new FrameDecoder(FRAME_LIMIT_BYTES);
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      try {
        for (const frame of decoder.push(chunk as Uint8Array)) this.#receive(JSON.parse(frame) as Message);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    let failure: Error | undefined;
    socket.on("error", (error) => failure = error);
    this.closed = new Promise((resolve) =>
      socket.once("close", () => {
        this.#end(failure);
        resolve();
      })
    );
  }

  /** Asks the other side; rejects with its ControlError or with LinkClosedError. */
  call<K extends keyof Out & string>(
    method: K,
    params: z.input<Out[K]["params"]>,
  ): Promise<z.output<Out[K]["result"]>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve: resolve as (value: unknown) => void, reject });
      try {
        this.#send({ t: "call", id, method, params });
      } catch (error) {
        this.#pending.delete(id);
        reject(error);
      }
    });
  }

  /** Bytes that the other side has not taken yet. */
  get backlogBytes(): number {
    return this.socket.writableLength;
  }

  /** Calls back each time the other side has taken everything after it had fallen behind. */
  onDrain(callback: () => void): void {
    this.socket.on("drain", callback);
  }

  /** Ends the socket after what was written; callers that wait get LinkClosedError. */
  close(): void {
    this.socket.end();
    this.socket.destroySoon();
  }

  /** Ends the socket at once: a side that does not read would keep it open. */
  destroy(): void {
    this.socket.destroy();
  }

  #send(message: Message): void {
    if (this.socket.writable) this.socket.write(encodeFrame(JSON.stringify(message), FRAME_LIMIT_BYTES));
  }

  #receive(message: Message): void {
    if (message.t === "call") return void this.#answer(message);
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    if (message.t === "error") {
      const { code, message: text, ...details } = message.error;
      return pending.reject(new ControlError(code, text, details));
    }
    const parsed = this.options.outgoing[pending.method]!.result.safeParse(message.result);
    if (parsed.success) pending.resolve(parsed.data);
    else {pending.reject(
        new ControlError("INTERNAL", `Cannot read answer to ${pending.method}: ${parsed.error.message}`),
      );}
  }

  async #answer(call: Extract<Message, { t: "call" }>): Promise<void> {
    try {
      const schema = Object.hasOwn(this.options.incoming, call.method)
        ? this.options.incoming[call.method]
        : undefined;
      if (!schema) throw new ControlError("INVALID_REQUEST", `Cannot answer ${call.method}: no such method`);
      const params = schema.params.safeParse(call.params);
      if (!params.success) {
        throw new ControlError("INVALID_REQUEST", `Cannot answer ${call.method}: ${params.error.message}`);
      }
      const result = await this.options.handlers[call.method]!(params.data as never);
      this.#send({ t: "ok", id: call.id, result });
    } catch (error) {
      this.#send({ t: "error", id: call.id, error: this.#shapeOf(error) });
    }
  }

  #shapeOf(error: unknown): ControlErrorShape {
    const known = error instanceof ControlError ? error : this.options.explain?.(error);
    if (known) return known.toShape();
    const code: ControlErrorCode = error instanceof LinkClosedError ? "UNAVAILABLE" : "INTERNAL";
    return { code, message: error instanceof Error ? error.message : String(error) };
  }

  #end(cause: Error | undefined): void {
    this.#ended = new LinkClosedError(cause);
    for (const pending of this.#pending.values()) pending.reject(this.#ended);
    this.#pending.clear();
  }
}

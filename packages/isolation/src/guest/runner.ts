/** @module One guest's runner: packets in, turns of the script, packets out. Whatever carries the packets. */
import type { HostControl, RunnerControl } from "../runner-frames.ts";
import { Kind, permissionKinds } from "../runner-frames.ts";
import { GuestContext } from "./guest-context.ts";
import { Outbox } from "./outbox.ts";
import type { Port } from "./port.ts";
import { type Problem, Rejections } from "./rejections.ts";
import { tidy } from "./tidy.ts";
import { WakeTimer } from "./wake-timer.ts";

const decoder = new TextDecoder();

export class Runner {
  readonly #context = new GuestContext();
  readonly #outbox: Outbox;
  readonly #wake = new WakeTimer(() => this.#guarded(() => this.#turn("", '{"t":"wake"}')));
  readonly #rejections = new Rejections({
    describe: (promise, reason) => this.#context.describe(promise, reason),
    later: (action) => this.#later(action),
  });
  #sdk = "";
  /** Actions that wait for the event loop's next round. */
  #waiting = 0;

  constructor(private readonly port: Port) {
    this.#outbox = new Outbox(port);
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      this.#rejected(event.promise, event.reason);
    });
  }

  /** Nothing happens before the next packet. */
  get idle(): boolean {
    return this.#waiting === 0 && !this.#wake.pending;
  }

  /** Says which permissions this process holds, so that the host can refuse to go on with any. */
  hello(): void {
    const states = permissionKinds.map((name) => [name, Deno.permissions.querySync({ name }).state]);
    this.#control({ t: "hello", permissions: Object.fromEntries(states) });
  }

  /** Acts on one packet. */
  receive(kind: number, payload: Uint8Array): void {
    this.#guarded(() => this.#receive(kind, payload));
  }

  #receive(kind: number, payload: Uint8Array): void {
    switch (kind) {
      case Kind.turn: {
        const text = decoder.decode(payload);
        const cut = text.indexOf("\n");
        return this.#turn(text.slice(0, cut), text.slice(cut + 1));
      }
      case Kind.control:
        return this.#obey(JSON.parse(decoder.decode(payload)));
      case Kind.sdk:
        this.#sdk = decoder.decode(payload);
        return;
      case Kind.cache:
        return this.#start(payload.byteLength > 0 ? payload.slice() : undefined);
      case Kind.load:
        return this.#load(decoder.decode(payload));
      default:
        throw new Error(`Cannot read packet: kind ${kind} is unknown`);
    }
  }

  /** Takes a rejection of a guest's promise that nobody handled; by default it would end everything. */
  #rejected(promise: unknown, reason: unknown): void {
    const report = (problem: Problem) => this.#control({ t: "unhandled", ...problem });
    this.#guarded(() => {
      this.#rejections.add(promise, reason, report);
      this.#say();
    });
  }

  #start(cachedData: Uint8Array | undefined): void {
    const cacheUsed = this.#context.start(this.#sdk, cachedData);
    this.#sdk = "";
    if (!cacheUsed) this.port.send(Kind.cache, this.#context.cachedSdk());
    this.#control({ t: "ready", cacheUsed });
  }

  #obey(control: HostControl): void {
    switch (control.t) {
      case "ping":
        return this.#later(() => this.#control({ t: "pong", n: control.n }));
      case "greet":
        return this.#control({ t: "here" });
      case "tidy":
        return tidy();
      case "adopt":
        this.#context.turnTimeoutMs = control.turnTimeoutMs;
        this.#outbox.frameBytes = control.frameBytes;
    }
  }

  #turn(dispatchId: string, frame: string): void {
    if (!this.#context.turn(frame)) this.#cutOff(dispatchId);
    this.#say();
  }

  #load(code: string): void {
    let done;
    try {
      done = this.#context.load(code);
    } catch (error) {
      const message = `Cannot read script: ${(error as Error).message}`;
      return this.#control({ t: "load-refused", message, stack: `SyntaxError: ${message}` });
    }
    if (!done) this.#cutOff("");
    this.#say();
  }

  #cutOff(dispatchId: string): void {
    this.#control({ t: "turn-timeout", ...(dispatchId === "" ? {} : { d: dispatchId }) });
  }

  /** Sends what the guest has said and sets the timer it asks for. */
  #say(): void {
    const { frames, wakeAt } = this.#context.take();
    if (typeof frames !== "string" || typeof wakeAt !== "number") {
      throw new Error("Cannot read the guest's words: the SDK has been tampered with");
    }
    this.#wake.set(wakeAt);
    if (frames === "") return;
    const refusals = this.#outbox.send(frames);
    if (refusals.length === 0) return;
    this.#later(() => refusals.forEach((reply) => this.#turn("", reply)));
  }

  #later(action: () => void): void {
    this.#waiting++;
    setTimeout(() => {
      this.#waiting--;
      this.#guarded(action);
    });
  }

  /** A throw of the runner's own means that it cannot go on. */
  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#control({ t: "broken", message: String(error) });
      this.port.leave();
    }
  }

  #control(control: RunnerControl): void {
    this.port.send(Kind.control, JSON.stringify(control));
  }
}

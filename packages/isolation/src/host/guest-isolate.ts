import type { DispatchOutcome, FailureClass, LifecycleState, TerminationReason } from "@flora/model";
import { clock } from "@flora/model/clock";
import { randomBytes } from "node:crypto";
import type { HostFrame } from "@flora/protocol";
import type {
  Ended,
  GuestDispatch,
  Isolate,
  IsolateHost,
  IsolateSpec,
  LoadResult,
  Usage,
} from "../contract.ts";
import { Kind } from "../runner-frames.ts";
import { sendControl } from "./boot.ts";
import type { Carrier } from "./carrier.ts";
import { Deferred } from "./deferred.ts";
import { oversize } from "./frame-size.ts";
import { guestVoice } from "./guest-voice.ts";
import { Inbox } from "./inbox.ts";
import { Liveness } from "./liveness.ts";
import { OpCalls } from "./op-calls.ts";
import { Rest } from "./rest.ts";
import { RunningDispatches } from "./running-dispatches.ts";
import { UsageMeter } from "./usage-meter.ts";
import type { Watch, Watched } from "./watch.ts";

/** A packet is a JSON array with at most this much around one frame. */
const PACKET_SLACK_BYTES = 64;
/** What a frame has around the states it hands out. */
const STATE_SLACK_BYTES = 64;
/** A killed guest that is not gone by then counts as failed during teardown. */
const TEARDOWN_MS = 5_000;
/** Number of a question whose answer need only come. */
const NOBODY_WAITS = 0;

type End = Omit<Ended, "usage">;

/** One guest that a carrier has booted: the contract's verbs as packets, and its limits held from outside. */
export class GuestIsolate implements Isolate, Watched {
  readonly running = new RunningDispatches();
  readonly liveness: Liveness;
  readonly ops: OpCalls;
  /** Set while the top level runs. */
  loading: Deferred<LoadResult> | undefined;
  /** Set while `state` values are asked for. */
  freezing: Deferred<Record<string, unknown>> | undefined;
  #state: LifecycleState = "booting";
  #end: End | undefined;
  readonly #ended = new Deferred<Ended>();
  readonly #meter: UsageMeter;
  readonly #inbox: Inbox;
  #secrets: Record<string, string>;
  #settings: Record<string, unknown> = {};
  readonly #rest = new Rest();

  constructor(
    readonly spec: IsolateSpec,
    readonly host: IsolateHost,
    private readonly carrier: Carrier,
    private readonly watch: Watch,
  ) {
    const { limits } = spec;
    this.#secrets = spec.secrets;
    const inbox = this.#inbox = new Inbox(guestVoice(this));
    this.#meter = new UsageMeter(carrier, limits);
    this.ops = new OpCalls(spec, host, (d, frame) => this.#sendText(d, frame));
    this.liveness = new Liveness({
      ping: (n) => sendControl(carrier, { t: "ping", n }),
      heldBack: () => inbox.paused,
      cpuMs: () => carrier.measure().cpuMs,
    });
    carrier.packetLimitBytes = limits.frameBytes + PACKET_SLACK_BYTES;
    carrier.givesWay = this.#onProbation;
    carrier.onPacket = (packet) => {
      this.#meter.heard();
      return inbox.receive(packet);
    };
    this.#limit(limits);
    watch.add(this);
    void carrier.exited.then(({ reason, detail }) => this.#over(this.#end ?? this.#failure(reason, detail)));
  }

  get ended(): Promise<Ended> {
    return this.#ended.promise;
  }

  get state(): LifecycleState {
    return this.#state;
  }

  get active(): boolean {
    return this.running.size > 0 || this.loading !== undefined;
  }

  usage(): Usage {
    return this.#meter.usage();
  }

  overLimit(elapsedMs: number) {
    const problem = this.#meter.overLimit(elapsedMs, this.running, this.loading !== undefined);
    this.carrier.givesWay = this.#meter.muchUsed || this.#onProbation;
    if (this.#meter.silent) sendControl(this.carrier, { t: "ping", n: NOBODY_WAITS });
    return problem;
  }

  idle(): void {
    if (this.#rest.due(this.usage())) sendControl(this.carrier, { t: "tidy" });
  }

  get #onProbation(): boolean {
    return clock.now() < (this.spec.givesWayUntil ?? 0);
  }

  async load(code: string, state = this.spec.state): Promise<LoadResult> {
    if (this.#state !== "booting") return refusal(`isolate is ${this.#state}`);
    const { guildId, limits: { frameBytes, loadTimeoutMs, timers } } = this.spec;
    const stateBytes = frameBytes - STATE_SLACK_BYTES;
    const entropy = randomBytes(32).toString("base64");
    const given = { secrets: this.#secrets, settings: this.#settings, state };
    this.#send("", { t: "init", guildId, ...given, entropy, timers, stateBytes, ...time() });
    this.#state = "loading";
    this.loading = new Deferred();
    if (loadTimeoutMs > 0) this.loading.after(loadTimeoutMs, () => void this.#loadIsLate());
    this.carrier.send(Kind.load, code);
    const result = await this.loading.promise;
    this.loading = undefined;
    if (result.ok && this.#state === "loading") {
      this.#state = "running";
      if (this.#meter.holdTurns()) this.#limit({ turnTimeoutMs: 0 });
    }
    return result;
  }

  dispatch(dispatch: GuestDispatch): Promise<DispatchOutcome> {
    const { id: d, event, msg, raw, redelivered } = dispatch;
    if (this.#state !== "running") {
      return Promise.resolve({ status: "lost", reason: `isolate is ${this.#state}` });
    }
    if (this.running.has(d)) throw new TypeError(`Cannot dispatch "${d}": it runs already`);
    const more = { ...time(), ...redelivered ? { redelivered } : {} };
    const frame = JSON.stringify({ t: "dispatch", d, event, msg: msg ?? null, raw: raw ?? null, ...more });
    const { frameBytes } = this.spec.limits;
    const bytes = oversize(frame, frameBytes);
    if (bytes !== undefined) {
      const message = `Cannot hand over event: ${bytes} bytes, at most ${frameBytes}`;
      return Promise.resolve({ status: "threw", message, stack: "" });
    }
    this.#meter.dispatches++;
    const outcome = this.running.start(dispatch, () => void this.#dispatchIsLate(d));
    this.#sendText(d, frame);
    return outcome;
  }

  /** Ends one dispatch alone. */
  endDispatch(d: string): void {
    this.running.markLate(d);
    this.running.settle(d, { status: "timed-out" });
    this.#send(d, { t: "end", d, reason: "deadline" });
  }

  setSecrets(secrets: Record<string, string>): void {
    this.#secrets = secrets;
    // A script that is not loaded yet finds them when it is.
    if (this.#state !== "booting") this.#send("", { t: "secrets", secrets });
  }

  setSettings(settings: Record<string, unknown>): void {
    this.#settings = settings;
    if (this.#state !== "booting") this.#send("", { t: "settings", settings });
  }

  async freeze(timeoutMs: number): Promise<Record<string, unknown>> {
    if (this.#state !== "running") throw new Error(`Cannot freeze isolate: it is ${this.#state}`);
    this.#state = "draining";
    const patience = new Deferred<void>();
    patience.after(timeoutMs, () => patience.resolve());
    await Promise.race([this.running.idle(), patience.promise, this.ended]);
    patience.resolve();
    const { turnTimeoutMs, graceMs } = this.spec.limits;
    // Rejections of the last turns are told before the guest is frozen.
    await this.liveness.answers(turnTimeoutMs + graceMs);
    if (this.#end) throw new Error(`Cannot freeze isolate: it has ended: ${this.#end.reason}`);
    const freezing = this.freezing = new Deferred();
    const late = () => freezing.reject(new Error("Cannot freeze isolate: it does not hand out its state"));
    freezing.after(turnTimeoutMs + graceMs, late);
    this.#send("", { t: "freeze" });
    return await freezing.promise.finally(() => this.freezing = undefined);
  }

  thaw(): void {
    if (this.#state === "draining" && !this.#end) this.#state = "running";
  }

  terminate(reason: TerminationReason): Promise<Ended> {
    this.#stop({ reason });
    return this.ended;
  }

  /** Ends it because it failed; `detail` is for the operator. */
  fail(reason: TerminationReason, detail: string): void {
    this.#stop(this.#failure(reason, detail));
  }

  async #dispatchIsLate(d: string): Promise<void> {
    this.running.markLate(d);
    this.#send(d, { t: "end", d, reason: "deadline" });
    const answers = await this.liveness.answers(this.spec.limits.graceMs);
    if (answers) this.running.settle(d, { status: "timed-out" });
    else this.fail("dispatch-timeout", "guest did not answer after the deadline of a dispatch");
  }

  async #loadIsLate(): Promise<void> {
    const { loadTimeoutMs, graceMs } = this.spec.limits;
    if (await this.liveness.answers(graceMs)) {
      this.loading?.resolve(refusal(`top level still runs after ${loadTimeoutMs} ms`));
    } else this.fail("load-timeout", "guest did not answer after the deadline of its top level");
  }

  #failure(reason: TerminationReason, detail: string): End {
    const failure: FailureClass = this.#state === "booting" ? "start" : "running";
    return { reason, failure, detail };
  }

  #stop(end: End): void {
    if (this.#end) return;
    this.#end = end;
    this.#state = "draining";
    this.carrier.kill();
    const detail = `guest still runs ${TEARDOWN_MS} ms after it was killed`;
    this.#ended.after(TEARDOWN_MS, () => this.#over({ ...end, failure: "teardown", detail }));
    this.#settle(end.reason);
  }

  #over(end: End): void {
    this.#end = end;
    this.#state = end.failure ? "failed" : "stopped";
    this.watch.remove(this);
    this.#settle(end.reason);
    this.#ended.resolve({ ...end, usage: this.usage() });
  }

  /** Nobody waits for a guest that has ended. */
  #settle(reason: TerminationReason): void {
    this.running.settleAll({ status: "lost", reason });
    this.loading?.resolve(refusal(`isolate ended: ${reason}`));
    this.freezing?.reject(new Error(`Cannot freeze isolate: it has ended: ${reason}`));
    this.liveness.end();
    this.#inbox.end();
  }

  /** Tells the runner what to hold the guest to. A timeout costs each turn two wake-ups of another thread. */
  #limit({ turnTimeoutMs }: { turnTimeoutMs: number }): void {
    sendControl(this.carrier, { t: "adopt", turnTimeoutMs, frameBytes: this.spec.limits.frameBytes });
  }

  #send(d: string, frame: HostFrame): void {
    this.#sendText(d, JSON.stringify(frame));
  }

  #sendText(d: string, frame: string): void {
    if (!this.#end) this.carrier.send(Kind.turn, `${d}\n${frame}`);
  }
}

/** A load that came to nothing for another reason than what the script threw. */
function refusal(problem: string): LoadResult {
  return { ok: false, message: `Cannot load script: ${problem}`, stack: "" };
}

/** For guests whose clock is not the machine's. */
function time(): { aheadMs?: number } {
  const aheadMs = clock.aheadMs();
  return aheadMs === 0 ? {} : { aheadMs };
}

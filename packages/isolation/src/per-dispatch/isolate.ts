import type { DispatchOutcome, LifecycleState, TerminationReason } from "@flora/model";
import type {
  Ended,
  GuestDispatch,
  Isolate,
  IsolateFactory,
  IsolateHost,
  IsolateSpec,
  LoadResult,
  Usage,
} from "../contract.ts";
import { Deferred } from "../host/deferred.ts";

/** One guild's script as a series of guests, each for one dispatch. A guest that fails ends the whole, as in the warm mode. */
export class PerDispatchIsolate implements Isolate {
  #state: LifecycleState = "booting";
  #code = "";
  #end: Ended | undefined;
  #secrets: Record<string, string>;
  #settings: Record<string, unknown> = {};
  #given: Record<string, unknown>;
  readonly #ended = new Deferred<Ended>();
  readonly #guests = new Set<Isolate>();
  readonly #running = new Set<Promise<unknown>>();
  /** Usage of guests that have ended. */
  readonly #past: Usage = { cpuMs: 0, residentBytes: 0, ownBytes: 0, dispatches: 0 };
  /** Resolves when the last dispatch to arrive has been handed to its guest. */
  #started: Promise<unknown> = Promise.resolve();

  /** `first` is a booted guest in which the script is loaded once, for its manifest. */
  constructor(
    readonly spec: IsolateSpec,
    private readonly host: IsolateHost,
    private readonly factory: IsolateFactory,
    private readonly first: Isolate,
  ) {
    this.#secrets = spec.secrets;
    this.#given = spec.state;
    this.#adopt(first);
  }

  get state(): LifecycleState {
    return this.#state;
  }

  get ended(): Promise<Ended> {
    return this.#ended.promise;
  }

  async load(code: string, state = this.spec.state): Promise<LoadResult> {
    if (this.#state !== "booting") return refusal(`isolate is ${this.#state}`);
    this.#state = "loading";
    this.#given = state;
    const result = await this.first.load(code, state);
    if (this.#end) return result.ok ? refusal(`isolate ended: ${this.#end.reason}`) : result;
    await this.first.terminate("hibernated");
    this.#code = code;
    if (result.ok && !this.#end) this.#state = "running";
    return result;
  }

  dispatch(dispatch: GuestDispatch): Promise<DispatchOutcome> {
    if (this.#state !== "running") {
      return Promise.resolve({ status: "lost", reason: `isolate is ${this.#state}` });
    }
    const before = this.#started;
    const started = new Deferred<void>();
    this.#started = started.promise;
    const running = this.#run(dispatch, before, () => started.resolve());
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  setSecrets(secrets: Record<string, string>): void {
    this.#secrets = secrets;
    for (const guest of this.#guests) guest.setSecrets(secrets);
  }

  setSettings(settings: Record<string, unknown>): void {
    this.#settings = settings;
    for (const guest of this.#guests) guest.setSettings(settings);
  }

  async freeze(timeoutMs: number): Promise<Record<string, unknown>> {
    if (this.#state !== "running") throw new Error(`Cannot freeze isolate: it is ${this.#state}`);
    this.#state = "draining";
    const patience = new Deferred<void>();
    patience.after(timeoutMs, () => patience.resolve());
    await Promise.race([Promise.allSettled(this.#running), patience.promise, this.ended]);
    patience.resolve();
    if (this.#end) throw new Error(`Cannot freeze isolate: it has ended: ${this.#end.reason}`);
    return this.#given;
  }

  thaw(): void {
    if (this.#state === "draining" && !this.#end) this.#state = "running";
  }

  terminate(reason: TerminationReason): Promise<Ended> {
    void this.#finish({ reason });
    return this.ended;
  }

  usage(): Usage {
    const total = { ...this.#past };
    for (const guest of this.#guests) {
      const usage = guest.usage();
      addUsage(total, usage);
      total.ownBytes += usage.ownBytes;
    }
    return total;
  }

  async #run(
    dispatch: GuestDispatch,
    before: Promise<unknown>,
    started: () => void,
  ): Promise<DispatchOutcome> {
    let guest: Isolate | undefined;
    const spec = { ...this.spec, secrets: this.#secrets, state: this.#given };
    try {
      guest = this.#adopt(await this.factory.create(spec, this.host));
      guest.setSettings(this.#settings);
      const loaded = await guest.load(this.#code);
      await before;
      if (this.#end) return { status: "lost", reason: this.#end.reason };
      if (!loaded.ok) return { status: "threw", message: loaded.message, stack: loaded.stack };
      const outcome = guest.dispatch(dispatch);
      started();
      return await outcome;
    } catch (error) {
      return { status: "lost", reason: String(error) };
    } finally {
      started();
      if (guest) void this.#retire(guest);
    }
  }

  /** Ends a guest after its last words: rejections that nobody handled are told once its turn is over. */
  async #retire(guest: Isolate): Promise<void> {
    await guest.freeze(0).catch(() => {});
    await guest.terminate("hibernated");
  }

  #adopt(guest: Isolate): Isolate {
    this.#guests.add(guest);
    void guest.ended.then((ended) => {
      this.#guests.delete(guest);
      addUsage(this.#past, ended.usage);
      if (ended.failure) void this.#finish(ended);
    });
    if (this.#end) void guest.terminate(this.#end.reason);
    return guest;
  }

  async #finish(end: Omit<Ended, "usage">): Promise<void> {
    if (this.#end) return;
    this.#end = { ...end, usage: this.usage() };
    this.#state = "draining";
    while (this.#guests.size > 0 || this.#running.size > 0) {
      await Promise.all([...this.#guests].map((guest) => guest.terminate(end.reason)));
      await Promise.allSettled(this.#running);
    }
    this.#state = end.failure ? "failed" : "stopped";
    this.#ended.resolve({ ...end, usage: this.usage() });
  }
}

/** Memory is what the largest guest had, the rest adds up; what would be given back is that of guests that run. */
function addUsage(total: Usage, { cpuMs, residentBytes, dispatches }: Usage): void {
  total.cpuMs += cpuMs;
  total.dispatches += dispatches;
  total.residentBytes = Math.max(total.residentBytes, residentBytes);
}

function refusal(problem: string): LoadResult {
  return { ok: false, message: `Cannot load script: ${problem}`, stack: "" };
}

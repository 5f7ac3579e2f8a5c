import type { Limits } from "@flora/model";
import type { Isolate, IsolateFactory, IsolateHost, IsolateSpec } from "../contract.ts";
import { Adopted } from "./adopted.ts";
import { bootGuest, type SdkSource, sendControl } from "./boot.ts";
import type { Carrier } from "./carrier.ts";
import { GuestIsolate } from "./guest-isolate.ts";
import { Semaphore } from "./semaphore.ts";
import { Watch } from "./watch.ts";
import { Zygotes } from "./zygotes.ts";

export interface GuestFactoryOptions {
  /** Whether a guest that gives way can be put level with the others again. */
  catchesUp: boolean;
  /** Starts a process or thread; what these limits say is fixed from then on. */
  start(limits: Limits): Carrier;
  sdk: SdkSource;
  /** Booted guests kept waiting. */
  spares: number;
  /** What the spares are started with; a guild with other memory limits gets a guest of its own. */
  limits: Limits;
}

/** Boots guests of one kind, keeps spares, and ends them all. */
export class GuestFactory implements IsolateFactory {
  readonly #watch = new Watch();
  readonly #boots = new Semaphore(Math.max(2, navigator.hardwareConcurrency));
  readonly #zygotes: Zygotes<Carrier>;
  readonly #isolates = new Set<Isolate>();
  readonly #creating = new Set<Promise<Isolate>>();
  #closed = false;

  constructor(private readonly options: GuestFactoryOptions) {
    this.#zygotes = new Zygotes(options.spares, (urgent) => this.#bootSpare(urgent));
    this.#zygotes.refill();
  }

  create(spec: IsolateSpec, host: IsolateHost): Promise<Isolate> {
    const creating = this.#create(spec, host);
    this.#creating.add(creating);
    return creating.finally(() => this.#creating.delete(creating));
  }

  replenish(): Promise<void> {
    return this.#zygotes.replenish();
  }

  spareBytes(): number {
    return this.#zygotes.ready.reduce((bytes, spare) => bytes + spare.measure().ownBytes, 0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const spares = this.#zygotes.close();
    await Promise.all([...this.#isolates].map((isolate) => isolate.terminate("shutdown")));
    await Promise.allSettled(this.#creating);
    await Promise.all((await spares).map((spare) => (spare.kill(), spare.exited)));
  }

  async #create(spec: IsolateSpec, host: IsolateHost): Promise<Isolate> {
    const carrier = this.#adopt(spec.limits) ?? await this.#boot(spec.limits, false);
    const isolate = new GuestIsolate(spec, host, carrier, this.#watch);
    this.#isolates.add(isolate);
    void isolate.ended.then(() => this.#isolates.delete(isolate));
    if (this.#closed) await isolate.terminate("shutdown");
    return isolate;
  }

  #adopt(limits: Limits): Carrier | undefined {
    const { heapBytes, residentBytes } = this.options.limits;
    const same = heapBytes === limits.heapBytes && residentBytes === limits.residentBytes;
    const spare = same ? this.#zygotes.take() : undefined;
    return spare && new Adopted(spare, () => this.#boot(limits, false));
  }

  #boot(limits: Limits, givesWay: boolean): Promise<Carrier> {
    return this.#boots.run(async () => {
      const carrier = this.options.start(limits);
      carrier.givesWay = givesWay;
      await bootGuest(carrier, this.options.sdk, limits.bootTimeoutMs);
      return carrier;
    });
  }

  /** Boots behind the guilds, as nobody waits for a spare; not where that cannot be undone or the spare is urgent. */
  async #bootSpare(urgent: boolean): Promise<Carrier> {
    const spare = await this.#boot(this.options.limits, this.options.catchesUp && !urgent);
    spare.givesWay = false;
    sendControl(spare, { t: "tidy" });
    void spare.exited.then(() => this.#zygotes.discard(spare));
    return spare;
  }
}

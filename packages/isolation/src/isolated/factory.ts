import { defaultLimits, type Limits } from "@flora/model";
import type { GuestImage, Isolate, IsolateFactory, IsolateHost, IsolateSpec } from "../contract.ts";
import { bootGuest, type SdkSource } from "../host/boot.ts";
import type { Carrier } from "../host/carrier.ts";
import { GuestIsolate } from "../host/guest-isolate.ts";
import { Semaphore } from "../host/semaphore.ts";
import { Watch } from "../host/watch.ts";
import { Zygotes } from "../host/zygotes.ts";
import { guestCommand, runnerUrl } from "./command.ts";
import { GuestProcess } from "./guest-process.ts";
import { detectLayers, type Layer, type ProcessLimits } from "./layers.ts";
import { ProcFiles } from "./proc-files.ts";

export interface IsolatedOptions {
  image: GuestImage;
  /** The Deno binary guests run on; this process's own by default. */
  denoPath?: string;
  /** Booted processes kept waiting; 0 for none. */
  spares?: number;
  /** What the spares are started with; a guild with other memory limits gets a process of its own. */
  limits?: Limits;
}

export interface IsolatedFactory extends IsolateFactory {
  /** What contains a guest here, for one line of the log. */
  readonly layers: string;
}

const DEFAULT_SPARES = 2;

/** A factory of guests that are processes of their own; detects what the system can put around them. */
export async function createIsolatedFactory(options: IsolatedOptions): Promise<IsolatedFactory> {
  const { image, denoPath = Deno.execPath(), spares = DEFAULT_SPARES, limits = defaultLimits } = options;
  const runner = runnerUrl(await Deno.readFile(image.runnerPath));
  const sdk: SdkSource = { text: await Deno.readFile(image.sdkPath), cache: undefined };
  const start = (layers: Layer[], processLimits: ProcessLimits) =>
    new GuestProcess(guestCommand({ denoPath, runner, layers, limits: processLimits }));
  const works = async (layers: Layer[]) => {
    try {
      const probe = start(layers, limits);
      await bootGuest(probe, sdk, limits.bootTimeoutMs);
      probe.kill();
      await probe.exited;
      return true;
    } catch {
      return false;
    }
  };
  const layers = await detectLayers(works);
  return new Factory(
    (processLimits) => start(layers, processLimits),
    sdk,
    spares,
    limits,
    layerNames(layers),
  );
}

function layerNames(layers: Layer[]): string {
  const watch = ProcFiles.available ? ["cpu-and-memory-watch"] : [];
  return ["process", "no-permissions", "vm-context", ...layers.map(({ name }) => name), ...watch].join(" ");
}

class Factory implements IsolatedFactory {
  readonly #watch = new Watch();
  readonly #boots = new Semaphore(Math.max(2, navigator.hardwareConcurrency));
  readonly #zygotes: Zygotes<Carrier>;
  readonly #isolates = new Set<Isolate>();
  #closed = false;

  constructor(
    private readonly start: (limits: ProcessLimits) => Carrier,
    private readonly sdk: SdkSource,
    spares: number,
    private readonly limits: Limits,
    readonly layers: string,
  ) {
    this.#zygotes = new Zygotes(spares, () => this.#bootSpare());
    this.#zygotes.refill();
  }

  async create(spec: IsolateSpec, host: IsolateHost): Promise<Isolate> {
    const carrier = this.#adopt(spec.limits) ?? await this.#boot(spec.limits);
    const isolate = new GuestIsolate(spec, host, carrier, this.#watch);
    this.#isolates.add(isolate);
    void isolate.ended.then(() => this.#isolates.delete(isolate));
    if (this.#closed) await isolate.terminate("shutdown");
    return isolate;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const spares = this.#zygotes.close();
    await Promise.all([...this.#isolates].map((isolate) => isolate.terminate("shutdown")));
    await Promise.all((await spares).map((spare) => (spare.kill(), spare.exited)));
  }

  #adopt({ heapBytes, residentBytes }: Limits): Carrier | undefined {
    const same = heapBytes === this.limits.heapBytes && residentBytes === this.limits.residentBytes;
    return same ? this.#zygotes.take() : undefined;
  }

  #boot(limits: Limits): Promise<Carrier> {
    return this.#boots.run(async () => {
      const carrier = this.start(limits);
      await bootGuest(carrier, this.sdk, limits.bootTimeoutMs);
      return carrier;
    });
  }

  async #bootSpare(): Promise<Carrier> {
    const spare = await this.#boot(this.limits);
    void spare.exited.then(() => this.#zygotes.discard(spare));
    return spare;
  }
}

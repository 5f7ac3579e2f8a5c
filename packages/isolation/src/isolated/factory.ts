import { defaultLimits, type Limits } from "@flora/model";
import type { GuestImage, IsolateFactory } from "../contract.ts";
import { bootGuest, type SdkSource } from "../host/boot.ts";
import { GuestFactory } from "../host/guest-factory.ts";
import { guestCommand, runnerUrl } from "./command.ts";
import { GuestProcess } from "./guest-process.ts";
import { detectLayers, type Layer } from "./layers.ts";
import { ProcFiles } from "../host/proc-files.ts";

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

/** What this system allows a worker to do to its guests' priority. */
interface Priority {
  fallsBehind: boolean;
  catchesUp: boolean;
}

/**
 * A factory of guests that are processes of their own; finds out first what the system can put around them.
 * Rejects with IsolateStartError when no guest can be started at all.
 */
export async function createIsolatedFactory(options: IsolatedOptions): Promise<IsolatedFactory> {
  const { image, denoPath = Deno.execPath(), spares = DEFAULT_SPARES, limits = defaultLimits } = options;
  const runner = runnerUrl(await Deno.readFile(image.runnerPath));
  const sdk: SdkSource = { text: await Deno.readFile(image.sdkPath), cache: undefined };
  const command = { denoPath, runner, limits };
  const priority: Priority = { fallsBehind: false, catchesUp: false };
  const layers = await detectLayers(async (chain) => {
    const probe = new GuestProcess(guestCommand({ ...command, layers: chain }));
    await bootGuest(probe, sdk, limits.bootTimeoutMs);
    probe.givesWay = true;
    priority.fallsBehind = probe.givesWay;
    probe.givesWay = false;
    priority.catchesUp = priority.fallsBehind && !probe.givesWay;
    probe.kill();
    await probe.exited;
  });
  const start = (limits: Limits) => new GuestProcess(guestCommand({ ...command, layers, limits }));
  const factory = new GuestFactory({ start, catchesUp: priority.catchesUp, sdk, spares, limits });
  return Object.assign(factory, { layers: layerNames(layers, priority) });
}

function layerNames(layers: Layer[], { fallsBehind, catchesUp }: Priority): string {
  const watch = ProcFiles.available ? ["cpu-and-memory-watch"] : [];
  const order = [...(fallsBehind ? ["hogs-last"] : []), ...(catchesUp ? ["spares-last"] : [])];
  const names = layers.map(({ name }) => name);
  return ["process", "no-permissions", "vm-context", ...names, ...watch, ...order].join(" ");
}

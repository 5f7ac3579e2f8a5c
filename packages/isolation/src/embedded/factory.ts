import { defaultLimits, type Limits } from "@flora/model";
import type { GuestImage } from "../contract.ts";
import type { SdkSource } from "../host/boot.ts";
import { GuestFactory } from "../host/guest-factory.ts";
import type { IsolatedFactory } from "../isolated/factory.ts";
import { runnerUrl } from "../isolated/command.ts";
import { GuestThread } from "./guest-thread.ts";
import { newThread, workerThreads } from "./thread-ids.ts";

export interface EmbeddedOptions {
  image: GuestImage;
  /** Booted threads kept waiting; 0 for none. */
  spares?: number;
  limits?: Limits;
}

/**
 * A factory of guests that are threads of this process, for scripts the operator trusts. The promise is smaller than
 * that of processes: memory is not bounded per guest, a guest that exhausts it or crashes the engine takes the whole
 * process along, and one that sits in native code cannot be stopped: its end is then reported as failed during
 * teardown, upon which the process has to be replaced. Needs Deno's `--unstable-worker-options`.
 */
export async function createEmbeddedFactory(options: EmbeddedOptions): Promise<IsolatedFactory> {
  const { image, spares = 0, limits = defaultLimits } = options;
  const runner = runnerUrl(await Deno.readFile(image.runnerPath));
  const sdk: SdkSource = { text: await Deno.readFile(image.sdkPath), cache: undefined };
  const start = () => {
    const before = workerThreads();
    const guest = new GuestThread(runner);
    guest.thread = newThread(before);
    return guest;
  };
  const factory = new GuestFactory({ start, catchesUp: false, sdk, spares, limits });
  return Object.assign(factory, { layers: "thread no-permissions vm-context" });
}

import { join } from "node:path";
import type { Config } from "@flora/config";
import {
  createEmbeddedFactory,
  createIsolatedFactory,
  createPerDispatchFactory,
  type IsolatedFactory,
} from "@flora/isolation";

/** Starts guests as the operator configured it; `image` is the folder of the guest's own scripts. */
export async function createIsolates(config: Config, image: string): Promise<IsolatedFactory> {
  const options = {
    image: { runnerPath: join(image, "runner.js"), sdkPath: join(image, "sdk.js") },
    limits: config.limits,
  };
  const { adapter, mode } = config.isolation;
  const inner = adapter === "isolated"
    ? await createIsolatedFactory(options)
    : await createEmbeddedFactory({ ...options, spares: 1 });
  if (mode === "warm") return inner;
  return Object.assign(createPerDispatchFactory(inner), { layers: `${inner.layers} fresh-per-dispatch` });
}

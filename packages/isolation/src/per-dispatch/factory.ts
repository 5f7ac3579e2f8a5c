import type { Isolate, IsolateFactory, IsolateHost, IsolateSpec } from "../contract.ts";
import { PerDispatchIsolate } from "./isolate.ts";

/**
 * The mode in which every dispatch gets a fresh guest of the inner factory and none outlives its dispatch: nothing but
 * what a script stores passes from one event to the next, and a guild at rest costs nothing. Timers end with their
 * dispatch, and `state` is always what the isolate was created with.
 */
export function createPerDispatchFactory(inner: IsolateFactory): IsolateFactory {
  const isolates = new Set<Isolate>();
  return {
    async create(spec: IsolateSpec, host: IsolateHost): Promise<Isolate> {
      const isolate = new PerDispatchIsolate(spec, host, inner, await inner.create(spec, host));
      isolates.add(isolate);
      void isolate.ended.then(() => isolates.delete(isolate));
      return isolate;
    },
    replenish: () => inner.replenish(),
    spareBytes: () => inner.spareBytes(),
    async close(): Promise<void> {
      await Promise.all([...isolates].map((isolate) => isolate.terminate("shutdown")));
      await inner.close();
    },
  };
}

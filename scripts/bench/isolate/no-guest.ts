import type { Ended, Isolate, IsolateFactory, IsolateSpec } from "@flora/isolation";
import { emptyManifest, type LifecycleState, type TerminationReason } from "@flora/model";

const usage = { cpuMs: 0, residentBytes: 0, ownBytes: 0, dispatches: 1 };

/** Stands where a guest would run and does nothing: for measuring what the worker itself keeps of a guild. */
class NoGuest implements Isolate {
  state: LifecycleState = "booting";
  readonly #ended = Promise.withResolvers<Ended>();

  constructor(readonly spec: IsolateSpec) {}

  get ended() {
    return this.#ended.promise;
  }

  load() {
    this.state = "running";
    return Promise.resolve({ ok: true, manifest: emptyManifest } as const);
  }

  dispatch() {
    return Promise.resolve({ status: "ok" } as const);
  }

  setSecrets() {}

  setSettings() {}

  freeze() {
    return Promise.resolve({});
  }

  thaw() {}

  terminate(reason: TerminationReason) {
    this.state = "stopped";
    this.#ended.resolve({ reason, usage });
    return this.#ended.promise;
  }

  usage() {
    return usage;
  }
}

export const noGuests: IsolateFactory = {
  create: (spec) => Promise.resolve(new NoGuest(spec)),
  replenish: () => Promise.resolve(),
  spareBytes: () => 0,
  close: () => Promise.resolve(),
};

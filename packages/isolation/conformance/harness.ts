import assert from "node:assert/strict";
import { defaultLimits, type DispatchOutcome, type GuildId, type Limits } from "@flora/model";
import type { Isolate, IsolateFactory, IsolateHost, LoadResult, OpCall, OpReply } from "../src/contract.ts";

/** Every wait of the suite ends here: far beyond what a loaded machine needs. */
const PATIENCE_MS = 20_000;

export interface BootOptions {
  limits?: Partial<Limits>;
  secrets?: Record<string, string>;
  state?: Record<string, unknown>;
  givesWayUntil?: number;
}

/** What one case works with: a factory, an owner that records, and short ways to run guests. */
export class Harness {
  readonly calls: OpCall[] = [];
  readonly problems: { dispatchId?: string; message: string; stack: string }[] = [];
  #dispatches = 0;
  #met: (() => void)[] = [];

  constructor(readonly factory: IsolateFactory) {}

  readonly host: IsolateHost = {
    op: (call) => {
      this.calls.push(call);
      return call.name === "meet" ? this.#meet(Number(call.args)) : answer(call);
    },
    unhandled: (problem) => void this.problems.push(problem),
  };

  /** Answers when so many wait for it. */
  #meet(count: number): Promise<OpReply> {
    return new Promise((resolve) => {
      this.#met.push(() => resolve({ ok: null }));
      if (this.#met.length >= count) this.#met.splice(0).forEach((go) => go());
    });
  }

  /** A booted isolate; limits are generous unless told. */
  create({ limits, secrets = {}, state = {}, givesWayUntil = 0 }: BootOptions = {}): Promise<Isolate> {
    const spec = {
      guildId: "100000000000000001" as GuildId,
      generation: 7,
      limits: { ...defaultLimits, cpuPerDispatchMs: 60_000, bootTimeoutMs: 20_000, ...limits },
      secrets,
      state,
      givesWayUntil,
    };
    return this.factory.create(spec, this.host);
  }

  /** An isolate that has loaded a script, given as the body of its async wrapper. */
  async run(body: string, options?: BootOptions): Promise<Isolate> {
    const isolate = await this.create(options);
    const loaded = await isolate.load(script(body));
    assert.ok(loaded.ok, `script was refused: ${loaded.ok ? "" : `${loaded.message}\n${loaded.stack}`}`);
    return isolate;
  }

  /** What became of loading a script. */
  async load(body: string, options?: BootOptions): Promise<{ isolate: Isolate; result: LoadResult }> {
    const isolate = await this.create(options);
    return { isolate, result: await isolate.load(script(body)) };
  }

  dispatch(isolate: Isolate, event: string, msg: unknown = null, timeoutMs = 0): Promise<DispatchOutcome> {
    return isolate.dispatch({ id: `d${++this.#dispatches}`, event, msg, raw: null, timeoutMs });
  }

  /** What the guest noted, in order. */
  notes(): unknown[] {
    return this.calls.filter(({ name }) => name === "note").map(({ args }) => args);
  }

  /** Waits for a condition of this process. */
  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!await condition()) {
      assert.ok(performance.now() < end, `Cannot see that ${what}: not after ${PATIENCE_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** A script as the bundler would hand it out. */
export const script = (body: string) => `(async () => {\n${body}\n})()`;

/** The ops of this suite: `echo`, `note`, `refuse`, `after`, `spell`, and `never`, which is not answered. */
function answer({ name, args }: OpCall): Promise<OpReply> {
  switch (name) {
    case "never":
      return new Promise(() => {});
    case "refuse":
      return Promise.resolve({ error: { code: "INVALID_ARGUMENT", message: "refused" } });
    case "spell": {
      const [letter, count] = args as [string, number];
      return Promise.resolve({ ok: letter.repeat(count) });
    }
    case "after":
      return new Promise((resolve) => setTimeout(() => resolve({ ok: args }), Number(args)));
    default:
      return Promise.resolve({ ok: args });
  }
}

/** One case of the suite. */
export interface Case {
  name: string;
  run(harness: Harness): Promise<void>;
}

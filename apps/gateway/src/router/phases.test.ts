import assert from "node:assert/strict";
import { until } from "../testing/set-up.ts";
import { type Phase, Phases, type PhaseTimes } from "./phases.ts";

const HOUR_MS = 3_600_000;

/** Enters phases under names and notes the order in which they begin. */
class Bench {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();
  readonly #phases: Phases;

  constructor(times: Partial<PhaseTimes> = {}) {
    this.#phases = new Phases({ patienceMs: HOUR_MS, shortMs: HOUR_MS, ...times });
  }

  async enter(...names: `${Phase} ${number}`[]): Promise<void> {
    for (const name of names) {
      void this.#phases.enter(name.split(" ")[0] as Phase).then((end) => {
        this.begun.push(name);
        this.#ends.set(name, end);
      });
    }
    await this.#settle();
  }

  async end(...names: string[]): Promise<void> {
    for (const name of names) this.#ends.get(name)!();
    await this.#settle();
  }

  /** Lets everything that can go on do so. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }
}

Deno.test("Phases.enter() lets boots in together, then pauses one by one, then boots again", async () => {
  const bench = new Bench();
  await bench.enter("boot 1", "boot 2", "pause 1", "boot 3", "pause 2", "boot 4");
  assert.deepEqual(bench.begun, ["boot 1", "boot 2"]);
  await bench.end("boot 1", "boot 1");
  assert.equal(bench.begun.length, 2);
  await bench.end("boot 2");
  assert.deepEqual(bench.begun.splice(0), ["boot 1", "boot 2", "pause 1"]);
  await bench.end("pause 1");
  assert.deepEqual(bench.begun.splice(0), ["pause 2"]);
  await bench.end("pause 2");
  assert.deepEqual(bench.begun.splice(0), ["boot 3", "boot 4"]);
  await bench.end("boot 3", "boot 4");
  await bench.enter("pause 3");
  assert.deepEqual(bench.begun, ["pause 3"]);
  await bench.end("pause 3");
});

Deno.test("Phases.enter() lets the next pause in beside one that takes long, and no boot", async () => {
  const bench = new Bench({ shortMs: 1 });
  await bench.enter("pause 1", "pause 2", "boot 1");
  await until("the second pause", () => bench.begun.length === 2);
  await bench.end("pause 1");
  assert.deepEqual(bench.begun, ["pause 1", "pause 2"]);
  await bench.end("pause 2");
  assert.deepEqual(bench.begun.at(-1), "boot 1");
});

Deno.test("Phases.enter() waits for a phase that does not end no longer than its patience", async () => {
  const bench = new Bench({ patienceMs: 1 });
  await bench.enter("boot 1", "pause 1");
  await until("the pause", () => bench.begun.length === 2);
  await bench.end("boot 1", "pause 1");
});

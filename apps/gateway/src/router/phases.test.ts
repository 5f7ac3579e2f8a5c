import assert from "node:assert/strict";
import { until } from "@flora/model/until";
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

Deno.test("Phases.enter() lets heavy work in together, then pauses one by one, then heavy work again", async () => {
  const bench = new Bench();
  await bench.enter("heavy 1", "heavy 2", "pause 1", "heavy 3", "pause 2", "heavy 4");
  assert.deepEqual(bench.begun, ["heavy 1", "heavy 2"]);
  await bench.end("heavy 1", "heavy 1");
  assert.equal(bench.begun.length, 2);
  await bench.end("heavy 2");
  assert.deepEqual(bench.begun.splice(0), ["heavy 1", "heavy 2", "pause 1"]);
  await bench.end("pause 1");
  assert.deepEqual(bench.begun.splice(0), ["pause 2"]);
  await bench.end("pause 2");
  assert.deepEqual(bench.begun.splice(0), ["heavy 3", "heavy 4"]);
  await bench.end("heavy 3", "heavy 4");
  await bench.enter("pause 3");
  assert.deepEqual(bench.begun, ["pause 3"]);
  await bench.end("pause 3");
});

Deno.test("Phases.enter() lets the next pause in beside one that takes long, and no heavy work", async () => {
  const bench = new Bench({ shortMs: 1 });
  await bench.enter("pause 1", "pause 2", "heavy 1");
  await until("the second pause", () => bench.begun.length === 2);
  await bench.end("pause 1");
  assert.deepEqual(bench.begun, ["pause 1", "pause 2"]);
  await bench.end("pause 2");
  assert.deepEqual(bench.begun.at(-1), "heavy 1");
});

Deno.test("Phases.enter() waits for a phase that does not end no longer than its patience", async () => {
  const bench = new Bench({ patienceMs: 1 });
  await bench.enter("heavy 1", "pause 1");
  await until("the pause", () => bench.begun.length === 2);
  await bench.end("heavy 1", "pause 1");
});

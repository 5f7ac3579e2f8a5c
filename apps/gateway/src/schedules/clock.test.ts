import assert from "node:assert/strict";
import type { DispatchEvent, GuildId } from "@flora/model";
import { openStorage, type ScheduleStorage } from "@flora/storage";
import { createLogger, createMetrics } from "@flora/telemetry";
import { gatewayMetrics } from "../metrics.ts";
import type { Outcome } from "../pool/worker-link.ts";
import { until } from "@flora/model/until";
import { TestTiming } from "../testing/timing.ts";
import { ScheduleClock } from "./clock.ts";

const guild = "100000000000000001" as GuildId;
const START = Date.UTC(2026, 0, 1, 12);
const dropped: Outcome = { status: "dropped", reason: "busy", why: "queue-full" };

class Bench {
  readonly timing = new TestTiming(START);
  readonly fired: DispatchEvent[] = [];
  readonly warnings: string[] = [];
  served = true;
  outcome: (event: DispatchEvent) => Outcome | Promise<Outcome> = () => ({ status: "ok" });

  private constructor(readonly storage: ScheduleStorage) {}

  static async with(test: (bench: Bench) => Promise<void>): Promise<void> {
    const storage = await openStorage("sqlite::memory:", { now: () => bench.timing.time });
    const bench: Bench = new Bench(storage.schedules);
    const clocks: ScheduleClock[] = [];
    bench.start = async () => {
      const clock = bench.#clock();
      clocks.push(clock);
      await clock.start();
      return clock;
    };
    try {
      await test(bench);
    } finally {
      for (const clock of clocks) clock.stop();
      await storage.close();
    }
  }

  /** Another gateway on the same storage. */
  start!: () => Promise<ScheduleClock>;

  #clock(): ScheduleClock {
    return new ScheduleClock({
      storage: this.storage,
      timing: this.timing,
      serves: () => this.served,
      warn: (_guildId, message) => this.warnings.push(message),
      deliver: async (event) => {
        this.fired.push(event);
        return await this.outcome(event);
      },
      metrics: gatewayMetrics(createMetrics()),
      log: createLogger({ name: "test", write: () => {} }),
    });
  }

  put(name: string, inMs: number, of = guild): Promise<boolean> {
    return this.storage.put(of, { name, dueAt: this.timing.time + inMs, payload: { name } }, 10_000);
  }

  /** Lets time pass for a running gateway, which looks once in every step. */
  async pass(ms: number, stepMs = 1_000): Promise<void> {
    const end = this.timing.time + ms;
    for (;;) {
      while (!this.timing.timer) await new Promise((next) => setTimeout(next));
      const at = Math.max(this.timing.timer.at, Math.min(end, this.timing.time + stepMs));
      if (this.timing.timer.at > end) break;
      this.timing.advance(Math.min(at, end) - this.timing.time);
      if (this.timing.time === end) break;
    }
    this.timing.time = end;
    while (!this.timing.timer) await new Promise((next) => setTimeout(next));
  }

  get names(): string[] {
    return this.fired.map(({ msg }) => (msg as { name: string }).name);
  }

  async gone(): Promise<void> {
    await until("nothing to wait", async () => await this.storage.nextAt() === null);
  }
}

Deno.test("ScheduleClock fires once, in time and in order, and forgets what has happened", () =>
  Bench.with(async (bench) => {
    await bench.start();
    await bench.put("b", 90_000);
    await bench.put("a", 60_000);
    await bench.pass(59_999);
    assert.deepEqual(bench.names, []);
    await bench.pass(1);
    assert.deepEqual(bench.names, ["a"]);
    await bench.pass(300_000);
    await bench.gone();
    assert.deepEqual(bench.names, ["a", "b"]);
    const { kind, event, msg, guildId, redelivered } = bench.fired[0]!;
    assert.deepEqual({ kind, event, msg, guildId, redelivered }, {
      kind: "cron",
      event: "schedule",
      msg: { name: "a", at: "2026-01-01T12:01:00.000Z", payload: { name: "a" } },
      guildId: guild,
      redelivered: false,
    });
  }));

Deno.test("ScheduleClock fires what was due while no gateway ran, and what a dead one had claimed", () =>
  Bench.with(async (bench) => {
    await bench.put("missed", 1_000);
    await bench.put("claimed", 0);
    const [claimed] = await bench.storage.claim({ until: bench.timing.time + 60_000, limit: 1 });
    assert.equal(claimed!.name, "claimed");
    bench.timing.time += 30_000;
    await bench.start();
    assert.deepEqual(bench.names, ["missed"]);
    await bench.pass(31_000);
    await bench.gone();
    assert.deepEqual(bench.fired.map(({ redelivered }) => redelivered), [false, true]);
  }));

Deno.test("ScheduleClock of two gateways fires each entry once", () =>
  Bench.with(async (bench) => {
    for (let index = 0; index < 50; index++) await bench.put(`n${index}`, 0);
    await Promise.all([bench.start(), bench.start()]);
    await bench.gone();
    assert.equal(new Set(bench.names).size, 50);
    assert.equal(bench.fired.length, 50);
  }));

Deno.test("ScheduleClock does not fire again what its handlers still work on", () =>
  Bench.with(async (bench) => {
    const gate = Promise.withResolvers<Outcome>();
    bench.outcome = () => gate.promise;
    await bench.put("slow", 0);
    await bench.start();
    await bench.pass(200_000);
    assert.deepEqual(bench.names, ["slow"]);
    gate.resolve({ status: "timed-out" });
    await bench.gone();
  }));

Deno.test("ScheduleClock leaves alone what the handler scheduled anew under the same name", () =>
  Bench.with(async (bench) => {
    bench.outcome = async () => {
      if (bench.fired.length === 1) await bench.put("again", 60_000);
      return { status: "ok" };
    };
    await bench.put("again", 0);
    await bench.start();
    await bench.pass(61_000);
    await bench.gone();
    assert.deepEqual(bench.names, ["again", "again"]);
  }));

Deno.test("ScheduleClock tries again what no worker took, then gives it up and says so", () =>
  Bench.with(async (bench) => {
    bench.outcome = () => bench.fired.length < 3 ? dropped : { status: "ok" };
    await bench.put("busy", 0);
    await bench.start();
    await bench.pass(4_000);
    assert.equal(bench.fired.length, 1);
    await bench.pass(20_000);
    await bench.gone();
    assert.equal(bench.fired.length, 3);
    bench.outcome = () => dropped;
    await bench.put("never", 0);
    await bench.pass(3 * 3_600_000, 30_000);
    await bench.gone();
    assert.equal(bench.fired.length, 3 + 20);
    assert.deepEqual(bench.warnings, ['Schedule "never" is given up: it could not be run 20 times']);
  }));

Deno.test("ScheduleClock keeps what no script handles until one does", () =>
  Bench.with(async (bench) => {
    bench.served = false;
    await bench.put("unban", 0);
    const clock = await bench.start();
    await bench.pass(3 * 86_400_000, 3_600_000);
    assert.deepEqual(bench.fired, []);
    assert.equal((await bench.storage.list(guild)).length, 1);
    await clock.wake(guild);
    bench.served = true;
    await clock.wake(guild);
    await bench.pass(1_000);
    await bench.gone();
    assert.deepEqual(bench.names, ["unban"]);
  }));

Deno.test("ScheduleClock goes on after storage failed", () =>
  Bench.with(async (bench) => {
    await bench.put("a", 0);
    const { claim } = bench.storage;
    bench.storage.claim = () => Promise.reject(new Error("disk is on fire"));
    await bench.start();
    assert.deepEqual(bench.fired, []);
    bench.storage.claim = claim.bind(bench.storage);
    await bench.pass(1_000);
    await bench.gone();
    assert.deepEqual(bench.names, ["a"]);
  }));

Deno.test("ScheduleClock fires an entry once whose end the store does not take at first", () =>
  Bench.with(async (bench) => {
    await bench.put("a", 0);
    const { finish } = bench.storage;
    let asked = 0;
    bench.storage.finish = (id) =>
      ++asked < 3 ? Promise.reject(new Error("database is locked")) : finish.call(bench.storage, id);
    await bench.start();
    await bench.gone();
    assert.deepEqual([bench.names, asked], [["a"], 3]);
  }));

Deno.test("ScheduleClock has one timer for ten thousand guilds", () =>
  Bench.with(async (bench) => {
    for (let index = 0; index < 10_000; index++) {
      await bench.put("a", 500, String(100000000000000000n + BigInt(index)) as GuildId);
    }
    await bench.start();
    assert.equal(bench.timing.timers, 1);
    await bench.pass(500);
    while (bench.fired.length < 10_000) await bench.pass(1);
    await bench.gone();
    assert.equal(bench.fired.length, 10_000);
  }));

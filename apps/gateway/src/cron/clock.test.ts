import assert from "node:assert/strict";
import type { DispatchEvent, GuildId } from "@flora/model";
import { openStorage } from "@flora/storage";
import { type Faults, withFaults } from "@flora/storage/testing/faults";
import { createLogger, createMetrics } from "@flora/telemetry";
import { gatewayMetrics } from "../metrics.ts";
import type { Outcome } from "../pool/worker-link.ts";
import { until } from "@flora/model/until";
import { TestTiming } from "../testing/timing.ts";
import { CronClock, type CronParts } from "./clock.ts";

const guild = "100000000000000001" as GuildId;
const START = Date.UTC(2026, 0, 1, 12, 0, 30);
const MINUTE = 60_000;

const job = (name: string, expr: string, rest = {}) => ({
  name,
  expr,
  timezone: "UTC",
  skipIfRunning: true,
  catchUp: false,
  ...rest,
});

interface Bench {
  clock: CronClock;
  timing: TestTiming;
  fired: DispatchEvent[];
  /** Jobs that were due and did not run. */
  passed: string[];
  storage: CronParts["storage"];
  faults: Faults;
  outcome: { next: () => Promise<Outcome> };
  /** Waits until this many were fired. */
  count(expected: number): Promise<void>;
}

async function bench(test: (bench: Bench) => Promise<void>): Promise<void> {
  const timing = new TestTiming(START);
  const { storage, faults } = withFaults(await openStorage("sqlite::memory:", { now: () => timing.time }));
  const fired: DispatchEvent[] = [], passed: string[] = [];
  const outcome = { next: () => Promise.resolve<Outcome>({ status: "ok" }) };
  const clock = new CronClock({
    storage: storage.cron,
    timing,
    present: () => true,
    deliver: (event) => (fired.push(event), outcome.next()),
    onPassed: (_guildId, job, _dueAt, reason) => passed.push(`${job} ${reason}`),
    metrics: gatewayMetrics(createMetrics()),
    log: createLogger({ name: "test", write: () => {} }),
  });
  const count = async (expected: number) => {
    for (let turn = 0; turn < 1_000 && fired.length < expected; turn++) {
      await new Promise((next) => setTimeout(next));
    }
    assert.equal(fired.length, expected);
  };
  try {
    await test({ clock, timing, fired, passed, storage: storage.cron, faults, outcome, count });
  } finally {
    clock.stop();
    await storage.close();
  }
}

/** A run that a gateway of before has brought to its end. */
async function ran(storage: Bench["storage"], name: string, dueAt: number): Promise<void> {
  assert.ok(await storage.claim(guild, name, dueAt));
  await storage.finish(guild, name, dueAt, "ok");
}

Deno.test("CronClock fires at each due time, with the time that was meant", () =>
  bench(async ({ clock, timing, fired, storage, count }) => {
    await clock.set(guild, [
      job("tick", "* * * * *"),
      job("noon", "0 12 * * *", { timezone: "Europe/Berlin" }),
    ], START);
    timing.advance(29_000);
    await count(0);
    timing.advance(1_000);
    await count(1);
    timing.advance(MINUTE);
    await count(2);
    assert.deepEqual(fired.map(({ event, kind, msg }) => [event, kind, msg]), [
      ["cron", "cron", { name: "tick", scheduledAt: "2026-01-01T12:01:00.000Z" }],
      ["cron", "cron", { name: "tick", scheduledAt: "2026-01-01T12:02:00.000Z" }],
    ]);
    for (let turn = 0; turn < 1_000; turn++) {
      if ((await storage.read(guild)).tick?.lastStatus === "ok") break;
      await new Promise((next) => setTimeout(next));
    }
    assert.equal((await storage.read(guild)).tick?.lastStatus, "ok");
  }));

Deno.test("CronClock leaves a due time to the gateway that claimed it", () =>
  bench(async ({ clock, timing, fired, storage, count }) => {
    const jobs = [job("tick", "* * * * *")];
    await clock.set(guild, jobs, START);
    assert.ok(await storage.claim(guild, "tick", Date.UTC(2026, 0, 1, 12, 1)));
    timing.advance(30_000);
    timing.advance(MINUTE);
    await count(1);
    assert.deepEqual(fired[0]!.msg, { name: "tick", scheduledAt: "2026-01-01T12:02:00.000Z" });
  }));

Deno.test("CronClock.set() replaces a guild's jobs, delete() ends them", () =>
  bench(async ({ clock, timing, fired, count }) => {
    await clock.set(guild, [job("old", "* * * * *")], START);
    await clock.set(guild, [job("new", "* * * * *")], START);
    timing.advance(MINUTE);
    await count(1);
    assert.deepEqual(fired[0]!.msg, { name: "new", scheduledAt: "2026-01-01T12:01:00.000Z" });
    clock.delete(guild);
    timing.advance(5 * MINUTE);
    await count(1);
  }));

Deno.test("CronClock skips a job that still runs, or lets it overlap where it asks for that", () =>
  bench(async ({ clock, timing, fired, passed, outcome, storage, count }) => {
    const gate = Promise.withResolvers<Outcome>();
    outcome.next = () => gate.promise;
    await clock.set(
      guild,
      [job("one", "* * * * *"), job("many", "* * * * *", { skipIfRunning: false })],
      START,
    );
    timing.advance(MINUTE);
    await count(2);
    timing.advance(MINUTE);
    await count(3);
    assert.deepEqual(fired.map(({ msg }) => (msg as { name: string }).name).sort(), ["many", "many", "one"]);
    for (let turn = 0; turn < 1_000; turn++) {
      if ((await storage.read(guild)).one?.lastStatus === "skipped") break;
      await new Promise((next) => setTimeout(next));
    }
    assert.equal((await storage.read(guild)).one?.lastStatus, "skipped");
    assert.deepEqual(passed, ["one cron-overlap"]);
    gate.resolve({ status: "ok" });
  }));

Deno.test("CronClock catches up once on what was missed, only where the job asks for it", () =>
  bench(async ({ clock, timing, fired, passed, storage, count }) => {
    const last = Date.UTC(2026, 0, 1, 9, 0);
    for (const name of ["yes", "no"]) await ran(storage, name, last);
    const jobs = [job("yes", "50 * * * *", { catchUp: true }), job("no", "50 * * * *")];
    await clock.set(guild, jobs, last);
    await count(1);
    assert.deepEqual(fired[0]!.msg, { name: "yes", scheduledAt: "2026-01-01T11:50:00.000Z" });
    timing.advance(1);
    await count(1);
    const { no } = await storage.read(guild);
    assert.deepEqual([no!.lastDueAt, no!.lastStatus, no!.missed], [
      Date.UTC(2026, 0, 1, 11, 50),
      "missed",
      3,
    ]);
    assert.deepEqual(passed, Array(3).fill("no cron-missed"));
  }));

Deno.test("CronClock catches up on every run that was missed, in order, before those that are due meanwhile", () =>
  bench(async ({ clock, timing, fired, storage, outcome, count }) => {
    const gate = Promise.withResolvers<Outcome>();
    outcome.next = () => gate.promise;
    const last = Date.UTC(2026, 0, 1, 9, 0);
    await ran(storage, "all", last);
    await clock.set(guild, [job("all", "0 * * * *", { catchUp: "all" })], last);
    await count(1);
    timing.advance(60 * MINUTE);
    await count(1);
    gate.resolve({ status: "ok" });
    await count(4);
    const hours = fired.map(({ msg }) => (msg as { scheduledAt: string }).scheduledAt.slice(11, 16));
    assert.deepEqual(hours, ["10:00", "11:00", "12:00", "13:00"]);
  }));

Deno.test("CronClock makes up for a month of daily runs at most, and for none of a job that was replaced", () =>
  bench(async ({ clock, timing, fired, outcome, count }) => {
    const jobs = [job("all", "* * * * *", { catchUp: "all" })];
    await clock.set(guild, jobs, START - 30 * 24 * 60 * MINUTE);
    await count(31);
    assert.equal((fired[0]!.msg as { scheduledAt: string }).scheduledAt, "2026-01-01T11:30:00.000Z");
    const gate = Promise.withResolvers<Outcome>();
    outcome.next = () => gate.promise;
    timing.advance(5 * MINUTE);
    await count(32);
    clock.delete(guild);
    gate.resolve({ status: "ok" });
    await count(32);
  }));

Deno.test("CronClock runs what was due within the last minute while no gateway ran, and counts what is older as missed", () =>
  bench(async ({ clock, fired, storage, count }) => {
    const noon = Date.UTC(2026, 0, 1, 12, 0);
    await ran(storage, "tick", noon - 3 * MINUTE);
    await clock.set(guild, [job("tick", "* * * * *")], 0);
    await count(1);
    assert.deepEqual(fired[0]!.msg, { name: "tick", scheduledAt: "2026-01-01T12:00:00.000Z" });
    assert.equal((await storage.read(guild)).tick!.missed, 2);
  }));

Deno.test("CronClock takes up a run that a dead gateway had claimed and not begun, and calls one lost that had begun", () =>
  bench(async ({ clock, fired, storage, count }) => {
    const noon = Date.UTC(2026, 0, 1, 12, 0);
    for (const name of ["claimed", "begun", "old"]) {
      assert.ok(await storage.claim(guild, name, name === "old" ? noon - 60 * MINUTE : noon));
    }
    assert.ok(await storage.start(guild, "begun", noon));
    const jobs = ["claimed", "begun", "old"].map((name) => job(name, "0 * * * *"));
    await clock.set(guild, jobs, noon - 90 * MINUTE);
    await count(2);
    assert.deepEqual(fired.map(({ msg }) => msg), [
      { name: "claimed", scheduledAt: "2026-01-01T12:00:00.000Z" },
      { name: "old", scheduledAt: "2026-01-01T12:00:00.000Z" },
    ]);
    assert.equal((await storage.read(guild)).begun!.lastStatus, "lost");
  }));

Deno.test("CronClock knows that a job still runs when its guild is deployed anew", () =>
  bench(async ({ clock, timing, outcome, storage, count }) => {
    const gate = Promise.withResolvers<Outcome>();
    outcome.next = () => gate.promise;
    await clock.set(guild, [job("tick", "* * * * *")], START);
    timing.advance(MINUTE);
    await count(1);
    await clock.set(guild, [job("tick", "* * * * *")], timing.time);
    timing.advance(MINUTE);
    await until(
      "the second run to be skipped",
      async () => (await storage.read(guild)).tick?.lastStatus === "skipped",
    );
    await count(1);
    gate.resolve({ status: "ok" });
  }));

Deno.test("CronClock keeps one timer for ten thousand guilds with five jobs each", () =>
  bench(async ({ clock, timing, count }) => {
    const jobs = ["a", "b", "c", "d"].map((name, index) => job(name, `${index} 13 * * *`));
    for (let index = 0; index < 10_000; index++) {
      const id = String(100000000000000000n + BigInt(index)) as GuildId;
      await clock.set(id, [...jobs, job("rare", index < 20 ? "1 12 * * *" : "0 0 1 1 *")], START);
    }
    // One after the other: each takes the place of the one before.
    assert.ok(timing.timers <= 6, `${timing.timers} timers`);
    timing.advance(30_000);
    await count(20);
    assert.ok(timing.timers <= 7, `${timing.timers} timers`);
  }));

Deno.test("CronClock.runNow() runs a job between its due times, once at a time, and records it", () =>
  bench(async ({ clock, timing, fired, outcome, storage, count }) => {
    const code = (run: Promise<unknown>) => run.then(() => "", (error) => error.code);
    await clock.set(
      guild,
      [job("tick", "* * * * *"), job("twice", "0 0 1 1 *", { skipIfRunning: false })],
      START,
    );
    assert.equal(await code(clock.runNow(guild, "other")), "NOT_FOUND");
    const gate = Promise.withResolvers<Outcome>();
    outcome.next = () => gate.promise;
    const { dueAt, ended } = await clock.runNow(guild, "tick");
    assert.equal(dueAt, START);
    assert.deepEqual(fired[0]!.msg, { name: "tick", scheduledAt: new Date(START).toISOString() });
    assert.equal(await code(clock.runNow(guild, "tick")), "CONFLICT");
    timing.advance(1);
    await clock.runNow(guild, "twice");
    timing.advance(1);
    await clock.runNow(guild, "twice");
    assert.equal(await code(clock.runNow(guild, "twice")), "CONFLICT");
    gate.resolve({ status: "timed-out" });
    assert.deepEqual(await ended, { status: "timed-out" });
    assert.equal((await storage.read(guild)).tick!.lastStatus, "timed-out");
    timing.advance(30_000);
    await count(4);
    clock.delete(guild);
    assert.equal(await code(clock.runNow(guild, "tick")), "NOT_FOUND");
  }));

Deno.test("CronClock.runNow() waits for what a job has still to make up for", () =>
  bench(async ({ clock, fired, outcome, count, timing }) => {
    const gate = Promise.withResolvers<Outcome>();
    outcome.next = () => gate.promise;
    await clock.set(guild, [job("all", "0 * * * *", { catchUp: "all" })], START - 150 * MINUTE);
    await count(1);
    const asked = clock.runNow(guild, "all");
    gate.resolve({ status: "ok" });
    await (await asked).ended;
    assert.deepEqual(fired.map(({ msg }) => (msg as { scheduledAt: string }).scheduledAt.slice(11, 19)), [
      "10:00:00",
      "11:00:00",
      "12:00:00",
      "12:00:30",
    ]);
    assert.equal(timing.time, START);
  }));

Deno.test("CronClock runs a job and records its end also where the store fails at first", () =>
  bench(async ({ clock, timing, fired, storage, faults }) => {
    await clock.set(guild, [job("a", "* * * * *")], START);
    faults.fail("cron.claim", 3);
    faults.fail("cron.finish", 2);
    timing.advance(30_000);
    await until("the end of the run", async () => (await storage.read(guild)).a?.lastStatus === "ok");
    assert.equal(fired.length, 1);
    assert.equal(faults.calls("cron.claim"), 4);
  }));

Deno.test("CronClock runs what it has claimed although the answer to that got lost", () =>
  bench(async ({ clock, timing, fired, storage, faults }) => {
    await clock.set(guild, [job("a", "* * * * *")], START);
    faults.failAfter("cron.claim", 1);
    timing.advance(30_000);
    await until("the end of the run", async () => (await storage.read(guild)).a?.lastStatus === "ok");
    assert.equal(fired.length, 1);
  }));

Deno.test("CronClock takes jobs up once the store can be read", () =>
  bench(async ({ clock, fired, faults, storage, count }) => {
    await ran(storage, "a", START - 90_000);
    faults.fail("cron.read", 2);
    await clock.set(guild, [job("a", "* * * * *")], START - 600_000);
    await count(1);
    assert.equal((fired[0]!.msg as { scheduledAt: string }).scheduledAt, "2026-01-01T12:00:00.000Z");
  }));

Deno.test("CronClock leaves a run that its gateway was too late for to the next one", () =>
  bench(async ({ clock, timing, fired, storage, outcome, count }) => {
    await clock.set(guild, [job("a", "* * * * *")], START);
    outcome.next = () => Promise.resolve({ status: "dropped", reason: "the gateway stops", why: "stopping" });
    timing.advance(30_000);
    await count(1);
    outcome.next = () => Promise.resolve({ status: "ok" });
    await clock.set(guild, [job("a", "* * * * *")], START);
    await count(2);
    const times = fired.map(({ msg }) => (msg as { scheduledAt: string }).scheduledAt);
    assert.deepEqual(times, Array(2).fill("2026-01-01T12:01:00.000Z"));
    await until("its end", async () => (await storage.read(guild)).a?.lastStatus === "ok");
  }));

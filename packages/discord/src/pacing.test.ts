import assert from "node:assert/strict";
import { PacedOutError, Pacer, type PacerClock } from "./pacing.ts";

/** A clock that only moves when told to, and lets microtasks settle in between. */
class TestClock implements PacerClock {
  time = 0;
  #timers = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.#timers.delete(next);
      this.time = next.at;
      next.callback();
    }
    this.time = end;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A pacer that notes when which guild's request started; each takes no time. */
function setUp(options = {}) {
  const clock = new TestClock();
  const pacer = new Pacer({ clock, windowMs: 1_000, ...options });
  const starts: { guild: string; at: number }[] = [];
  const send = (guild: string) =>
    pacer.run(guild, () => {
      starts.push({ guild, at: clock.now() });
      return Promise.resolve(guild);
    });
  const of = (guild: string) => starts.filter((start) => start.guild === guild).map(({ at }) => at);
  return { clock, pacer, send, starts, of };
}

Deno.test("Pacer.run() keeps any window under the limit", async () => {
  const { clock, send, starts } = setUp({ queued: 1_000 });
  for (let n = 0; n < 30; n++) for (const guild of ["a", "b", "c", "d", "e", "f"]) send(guild);
  await clock.advance(10_000);
  assert.equal(starts.length, 180);
  for (const { at } of starts) {
    const inWindow = starts.filter((start) => start.at > at - 1_000 && start.at <= at).length;
    assert.ok(inWindow <= 50, `${inWindow} within a second of ${at}`);
  }
});

Deno.test("Pacer.run() does not let one guild's flood delay another", async () => {
  const { clock, send, of } = setUp({ queued: 1_000 });
  for (let n = 0; n < 500; n++) send("flood");
  await clock.advance(10);
  for (let n = 0; n < 20; n++) {
    const before = clock.now();
    send("calm");
    await clock.advance(500);
    assert.equal(of("calm").at(-1), before, `request ${n} waited`);
  }
  assert.ok(of("flood").length >= 380);
});

Deno.test("Pacer.run() lets guilds take turns", async () => {
  const { clock, send, starts } = setUp({ queued: 1_000 });
  for (let n = 0; n < 100; n++) send("a");
  for (let n = 0; n < 100; n++) send("b");
  await clock.advance(3_000);
  const tail = starts.filter(({ at }) => at >= 1_000);
  const share = tail.filter(({ guild }) => guild === "b").length / tail.length;
  assert.ok(share > 0.45 && share < 0.65, `b got ${share}`);
});

Deno.test("Pacer.run() refuses what does not fit into the guild's queue, and says when to come back", async () => {
  const { clock, send } = setUp({ queued: 5, limit: 20, reserve: 10 });
  const results = Array.from({ length: 30 }, () => send("a").then(() => "sent", (error) => error));
  await clock.advance(5_000);
  const settled = await Promise.all(results);
  assert.equal(settled.filter((result) => result === "sent").length, 15);
  const refused = settled.find((result) => result !== "sent");
  assert.ok(refused instanceof PacedOutError);
  assert.ok(refused.retryAfterMs > 0);
});

Deno.test("Pacer.run() keeps few requests of one guild with Discord at once", async () => {
  const clock = new TestClock();
  const pacer = new Pacer({ clock, inFlight: 2 });
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  let started = 0;
  const all = gates.map((gate) => pacer.run("a", () => (started++, gate.promise)));
  await settle();
  assert.equal(started, 2);
  gates[0]!.resolve();
  await settle();
  assert.equal(started, 3);
  for (const gate of gates) gate.resolve();
  await Promise.all(all);
});

Deno.test("Pacer.refused() pauses a guild after many refusals, longer each time, and no other guild", async () => {
  const { clock, pacer, send } = setUp({
    refusals: 3,
    refusalWindowMs: 10_000,
    pauseMs: 1_000,
    longestPauseMs: 3_000,
  });
  const pauseAfterRefusals = async () => {
    for (let n = 0; n < 3; n++) pacer.refused("bad");
    const error = await send("bad").catch((error) => error);
    assert.ok(error instanceof PacedOutError);
    await clock.advance(error.retryAfterMs);
    return error.retryAfterMs;
  };
  assert.equal(await pauseAfterRefusals(), 1_000);
  assert.equal(await send("bad"), "bad");
  assert.equal(await send("good"), "good");
  assert.equal(await pauseAfterRefusals(), 2_000);
  assert.equal(await pauseAfterRefusals(), 3_000);
  await clock.advance(60_000);
  assert.equal(await pauseAfterRefusals(), 1_000);
});

Deno.test("Pacer.run() passes on what the request throws and goes on", async () => {
  const { pacer, send } = setUp();
  await assert.rejects(pacer.run("a", () => Promise.reject(new Error("broken"))), /broken/);
  assert.equal(await send("a"), "a");
});

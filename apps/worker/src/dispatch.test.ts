import assert from "node:assert/strict";
import type { DispatchEvent, DispatchKind, GuildId } from "@flora/model";
import { DispatchQueue, type TurnOutcome } from "./dispatch.ts";
import { dropped } from "./drops.ts";

function event(id: string, kind: DispatchKind = "event"): DispatchEvent {
  const guildId = "100000000000000001" as GuildId;
  return { id, guildId, kind, event: "x", msg: {}, raw: {}, receivedAt: 0, redelivered: false };
}

/** A queue whose dispatches end when the test says so. */
function controlled({ waiting = 10, concurrent = 2, ready = true, patienceMs = 20 } = {}) {
  const started: string[] = [];
  const ends = new Map<string, (outcome: TurnOutcome) => void>();
  const state = { ready };
  const queue = new DispatchQueue({
    waiting,
    concurrent,
    patienceMs: ({ kind }) => kind === "interaction" ? patienceMs : undefined,
    ready: () => state.ready,
    run: ({ id }) =>
      new Promise((resolve) => {
        started.push(id);
        ends.set(id, resolve);
      }),
  });
  return { queue, started, state, end: (id: string) => ends.get(id)!({ status: "ok" }) };
}

Deno.test("DispatchQueue starts in arrival order and overlaps up to its limit", async () => {
  const { queue, started, end } = controlled();
  const outcomes = ["a", "b", "c", "d"].map((id) => queue.push(event(id)));
  assert.deepEqual(started, ["a", "b"]);
  end("b");
  assert.deepEqual(await outcomes[1], { status: "ok" });
  assert.deepEqual(started, ["a", "b", "c"]);
  end("a");
  end("c");
  await outcomes[0];
  end("d");
  await Promise.all(outcomes);
  assert.deepEqual(started, ["a", "b", "c", "d"]);
  assert.ok(queue.idle);
});

Deno.test("DispatchQueue waits until it is ready", () => {
  const { queue, started, state } = controlled({ ready: false });
  void queue.push(event("a"));
  assert.ok(queue.hasWaiting);
  state.ready = true;
  queue.pump();
  assert.deepEqual(started, ["a"]);
});

Deno.test("DispatchQueue shares the outcome of an event that is delivered again", async () => {
  const { queue, started, end } = controlled();
  const first = queue.push(event("a"));
  const again = queue.push({ ...event("a"), redelivered: true });
  end("a");
  assert.deepEqual(await Promise.all([first, again]), [{ status: "ok" }, { status: "ok" }]);
  assert.deepEqual(started, ["a"]);
});

Deno.test("DispatchQueue.disown() gives back what waits, and starts what is delivered again anew", async () => {
  const { queue, started, end } = controlled({ concurrent: 1 });
  const running = queue.push(event("a"));
  const waiting = queue.push(event("b"));
  queue.disown();
  const again = [
    queue.push({ ...event("a"), redelivered: true }),
    queue.push({ ...event("b"), redelivered: true }),
  ];
  assert.deepEqual(await waiting, { status: "returned" });
  end("a");
  assert.deepEqual(await running, { status: "ok" });
  assert.deepEqual(started, ["a", "a"]);
  end("a");
  assert.deepEqual(await again[0], { status: "ok" });
  end("b");
  assert.deepEqual(await again[1], { status: "ok" });
  assert.deepEqual(started, ["a", "a", "b"]);
});

Deno.test("DispatchQueue that is full refuses the newest plain event, for an interaction too", async () => {
  const { queue, state, started } = controlled({ waiting: 2, concurrent: 9, ready: false });
  void queue.push(event("a"));
  const second = queue.push(event("b"));
  const third = await queue.push(event("c"));
  assert.equal(third.status, "dropped");
  void queue.push(event("i", "interaction"));
  assert.equal((await second).status, "dropped");
  state.ready = true;
  queue.pump();
  assert.deepEqual(started, ["a", "i"]);
});

Deno.test("DispatchQueue refuses what must not be dropped only when nothing else can give way", async () => {
  const { queue } = controlled({ waiting: 1, ready: false });
  void queue.push(event("i", "interaction"));
  const cron = await queue.push(event("c", "cron"));
  assert.deepEqual(cron, { status: "dropped", reason: "the guild's queue is full", why: "queue-full" });
});

Deno.test("DispatchQueue dropAll() refuses what waits and leaves what runs", async () => {
  const { queue, end } = controlled({ concurrent: 1 });
  const running = queue.push(event("a"));
  const waiting = queue.push(event("b"));
  queue.dropAll(dropped("paused", "because"));
  assert.deepEqual(await waiting, { status: "dropped", reason: "because", why: "paused" });
  end("a");
  assert.deepEqual(await running, { status: "ok" });
});

Deno.test("DispatchQueue refuses an interaction whose turn does not come in time, and nothing else for that", async () => {
  const { queue, started, end } = controlled({ concurrent: 1 });
  const running = queue.push(event("a", "interaction"));
  const late = queue.push(event("b", "interaction"));
  const plain = queue.push(event("c"));
  assert.equal((await late).status, "dropped");
  assert.deepEqual(started, ["a"]);
  end("a");
  await running;
  end("c");
  await plain;
  assert.deepEqual(started, ["a", "c"]);
});

Deno.test("DispatchQueue.dropAll() leaves what has not waited for so long", async () => {
  const { queue, started, state } = controlled({ ready: false });
  const first = queue.push(event("a"));
  await new Promise((resolve) => setTimeout(resolve, 300));
  void queue.push(event("b"));
  queue.dropAll(dropped("flora-failed", "no luck"), 250);
  assert.equal((await first).status, "dropped");
  state.ready = true;
  queue.pump();
  assert.deepEqual(started, ["b"]);
});

import assert from "node:assert/strict";
import type { Undelivered } from "@flora/protocol";
import { until } from "@flora/model/until";
import { event, guildId, withRouter } from "../testing/router-bench.ts";
import { countUndelivered, watchHandover } from "./handover.ts";
import { type Delivery, RouteSlot } from "./slot.ts";

const named = (id: string): Undelivered => ({ id, kind: "event", event: "messageCreate" });

/** A slot with these ids at its worker, and what is asked when they are let go. */
function sentTo(ids: string[]) {
  const slot = new RouteSlot();
  const delivery = (id: string, seq: number): Delivery => {
    return { event: { ...event("event"), id }, bytes: 0, held: true, seq, sent: 1, settle: () => {} };
  };
  const sent = ids.map(delivery);
  for (const one of sent) slot.unanswered.add(one);
  return { slot, sent, delivery, problemOf: watchHandover(slot) };
}

Deno.test("watchHandover() finds nothing wrong where the next worker begins with what was given back, in order", () => {
  const { slot, sent, delivery, problemOf } = sentTo(["ran", "a", "b", "c"]);
  slot.waiting.push(...sent.slice(1), delivery("newer", 9));
  assert.equal(problemOf(["a", "b", "c"].map(named)), undefined);
  assert.equal(problemOf([]), undefined);
  // Its worker died before it answered this one.
  slot.waiting.unshift(sent[0]!);
  assert.equal(problemOf(["a", "b", "c"].map(named)), undefined);
  // Given up meanwhile, and told so.
  slot.waiting.splice(2, 1);
  sent[2]!.held = false;
  assert.equal(problemOf(["a", "b", "c", "long over"].map(named)), undefined);
});

Deno.test("watchHandover() tells what is missing, out of order, or behind what is newer", () => {
  const { slot, sent: [a, b], delivery, problemOf } = sentTo(["a", "b"]);
  const given = [named("a"), named("b")];
  const finds = (waiting: Delivery[], expected: RegExp) => {
    slot.waiting.splice(0, Infinity, ...waiting);
    assert.match(String(problemOf(given)), expected);
  };
  finds([a!], /^messageCreate b is missing$/);
  finds([b!, a!], /^messageCreate b comes before what is older$/);
  finds([a!, delivery("n", 9), b!], /n comes before what was given back$/);
  finds([delivery("n", 9), a!, b!], /n comes before what was given back$/);
});

Deno.test("countUndelivered() tells runs of crons and schedules from events", () => {
  const run = { name: "x", dueAt: 1 };
  const clock = (name: string): Undelivered => ({ id: name, kind: "cron", event: name, run });
  assert.deepEqual(countUndelivered([clock("cron"), named("a"), clock("schedule"), clock("cron")]), {
    dispatches: 4,
    crons: 2,
    schedules: 1,
  });
});

for (
  const { what, answers, faults } of [
    { what: "gives back what it names", answers: true, faults: 0 },
    { what: "names what it never gives back", answers: false, faults: 1 },
  ]
) {
  Deno.test(`Router moves a guild whose worker ${what}, and counts what is wrong`, () =>
    withRouter({}, async ({ router, metrics, join, link }) => {
      const [source, target] = [await join("worker-0"), await join("worker-1")];
      await router.migrate(guildId, await link("worker-0"), "asked");
      const giveBack: (() => void)[] = [];
      source.run = () => new Promise((resolve) => giveBack.push(() => resolve({ status: "returned" })));
      const events = [event("event"), event("event")];
      const outcomes = events.map((event) => router.deliver(event));
      await until("both there", () => giveBack.length === 2);
      source.undelivered = events.map(({ id }) => named(id));
      const sourceLink = await link("worker-0");
      source.onFreeze = async () => {
        if (!answers) return;
        giveBack.forEach((one) => one());
        await until("both back", () => sourceLink.running === 0);
      };
      await router.migrate(guildId, await link("worker-1"), "asked");
      if (!answers) giveBack.forEach((one) => one());
      assert.deepEqual((await Promise.all(outcomes)).map(({ status }) => status), ["ok", "ok"]);
      assert.deepEqual(target.frames.map(({ event }) => event.id), events.map(({ id }) => id));
      assert.equal((await metrics.handoverFaults.get()).values[0]!.value, faults);
      assert.deepEqual(router.traces.list({ limit: 1 })[0]!.undelivered, {
        dispatches: 2,
        crons: 0,
        schedules: 0,
      });
    }));
}

import assert from "node:assert/strict";
import fc from "fast-check";
import type { DispatchEvent } from "@flora/model";
import type { Outcome } from "../pool/worker-link.ts";
import { event } from "../testing/router-bench.ts";
import { HeldEvents } from "./held.ts";
import { type Delivery, RouteSlot } from "./slot.ts";

/** A delivery that notes how it was settled, as the router's do. */
function delivery(held: HeldEvents, slot: RouteSlot, kind: DispatchEvent["kind"], bytes: number) {
  const ended: Outcome[] = [];
  const made: Delivery & { ended: Outcome[] } = {
    event: event(kind),
    bytes,
    seq: 0,
    sent: 0,
    ended,
    settle(outcome) {
      if (made.held) held.release(slot, made);
      ended.push(outcome);
    },
  };
  held.admit(slot, made);
  return made;
}

Deno.test("HeldEvents.admit() lets the newest plain event give way, and refuses others only where there is none", () => {
  const held = new HeldEvents({ waiting: 3, bytes: 1e9 });
  const slot = new RouteSlot();
  const kinds = ["event", "cron", "event", "event", "interaction", "lifecycle", "cron"] as const;
  const all = kinds.map((kind) => delivery(held, slot, kind, 1));
  const dropped = all.flatMap(({ ended }, index) => ended.length > 0 ? [index] : []);
  // 3 found no room; 2, then 0 gave way to 4 and 5; nothing gave way to 6.
  assert.deepEqual(dropped, [0, 2, 3, 6]);
  assert.deepEqual(slot.waiting.map(({ event }) => event.kind), ["cron", "interaction", "lifecycle"]);
  assert.equal(held.bytes, 3);
});

Deno.test("HeldEvents.admit() leaves room for guilds that hold little when one has filled the memory", () => {
  const held = new HeldEvents({ waiting: 1_000, bytes: 100 });
  const [greedy, modest] = [new RouteSlot(), new RouteSlot()];
  const many = Array.from({ length: 30 }, () => delivery(held, greedy, "event", 10));
  assert.ok(many.at(-1)!.ended.length === 1, "the greedy guild is refused");
  const few = Array.from({ length: 2 }, () => delivery(held, modest, "event", 10));
  assert.deepEqual(few.map(({ ended }) => ended), [[], []]);
  const text = (many.at(-1)!.ended[0] as { reason: string }).reason;
  assert.match(text, /memory/);
});

Deno.test("HeldEvents never holds more than its memory, and counts down to nothing", () => {
  const step = fc.record({
    guild: fc.nat({ max: 5 }),
    bytes: fc.integer({ min: 1, max: 40 }),
    kind: fc.constantFrom("event" as const, "interaction" as const, "cron" as const),
    settle: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const held = new HeldEvents({ waiting: 20, bytes: 500 });
      const slots = Array.from({ length: 6 }, () => new RouteSlot());
      for (const { guild, bytes, kind, settle } of steps) {
        delivery(held, slots[guild]!, kind, bytes);
        if (settle) slots[guild]!.waiting.shift()?.settle({ status: "ok" });
        assert.ok(held.bytes <= 500, `${held.bytes} bytes`);
        assert.ok(slots.every(({ waiting }) => waiting.length <= 20));
      }
      for (const slot of slots) for (const one of slot.waiting.splice(0)) one.settle({ status: "ok" });
      assert.equal(held.bytes, 0);
      assert.ok(slots.every(({ heldBytes }) => heldBytes === 0));
    }),
  );
});

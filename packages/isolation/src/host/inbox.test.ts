import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import type { GuestFrame } from "@flora/protocol";
import { Kind } from "../runner-frames.ts";
import { Inbox, type InboxHandlers } from "./inbox.ts";

const packet = (frames: unknown[]) => ({
  kind: Kind.frames,
  payload: new TextEncoder().encode(JSON.stringify(frames)),
});
const done = (d: string) => ({ t: "done", d });

function recorder(asked: Partial<InboxHandlers> = {}) {
  const seen: GuestFrame[] = [];
  const inbox = new Inbox({
    frame: (frame) => void seen.push(frame),
    control: () => {},
    room: () => undefined,
    holdMs: () => 0,
    ...asked,
  });
  return { inbox, seen };
}

Deno.test("Inbox handles a small packet at once", () => {
  const { inbox, seen } = recorder();
  assert.equal(inbox.receive(packet([done("a"), done("b")])), undefined);
  assert.equal(seen.length, 2);
});

Deno.test("Inbox lets others run between the parts of a large packet", async () => {
  const { inbox, seen } = recorder();
  const handled = inbox.receive(packet(Array.from({ length: 1_000 }, (_, n) => done(`${n}`))));
  assert.ok(handled instanceof Promise);
  assert.ok(seen.length < 1_000);
  assert.ok(inbox.paused);
  await handled;
  assert.deepEqual(
    seen.map((frame) => "d" in frame && frame.d),
    Array.from({ length: 1_000 }, (_, n) => `${n}`),
  );
  assert.equal(inbox.paused, false);
});

Deno.test("Inbox waits until there is room", async () => {
  const gate = Promise.withResolvers<void>();
  let full = true;
  const { inbox } = recorder({ room: () => full ? gate.promise : undefined });
  const handled = inbox.receive(packet([done("a")]));
  assert.ok(inbox.paused);
  full = false;
  gate.resolve();
  await handled;
  assert.equal(inbox.paused, false);
});

Deno.test("Inbox refuses frames and packets that are none", async () => {
  const { inbox } = recorder();
  assert.throws(() => inbox.receive(packet([{ t: "nonsense" }])), /Cannot read guest frame/);
  assert.throws(() => inbox.receive({ kind: 99, payload: new Uint8Array(0) }), /kind 99 is unknown/);
  await assert.rejects(async () => {
    await inbox.receive(packet([...Array.from({ length: 500 }, () => done("a")), { t: "nonsense" }]));
  }, /Cannot read guest frame/);
});

Deno.test("Inbox lets others run between many small packets", async () => {
  const { inbox, seen } = recorder();
  let waits = 0;
  for (let n = 0; n < 200; n++) {
    const handled = inbox.receive(packet([done(`${n}`)]));
    if (!handled) continue;
    waits++;
    await handled;
  }
  assert.equal(seen.length, 200);
  assert.ok(waits > 0);
});

Deno.test("Inbox holds a guest back that asked too much", async () => {
  let heldMs = 0;
  const { inbox, seen } = recorder({ holdMs: () => seen.length % 2 === 0 ? (heldMs++, 1) : 0 });
  const startedAt = performance.now();
  assert.equal(inbox.receive(packet([done("a")])), undefined);
  const handled = inbox.receive(packet([done("b")]));
  assert.ok(handled instanceof Promise);
  assert.ok(inbox.paused);
  await handled;
  assert.equal(heldMs, 1);
  assert.ok(performance.now() - startedAt >= 1);
});

Deno.test("Inbox lets others run after one costly frame", async () => {
  const order: string[] = [];
  const { inbox } = recorder({
    frame: (frame) => {
      order.push((frame as { d: string }).d);
      for (const end = performance.now() + 1; performance.now() < end;);
    },
  });
  const handled = inbox.receive(packet(Array.from({ length: 8 }, (_, n) => done(`${n}`))));
  setImmediate(() => order.push("other"));
  await handled;
  assert.ok(order.indexOf("other") < 3, `others came at ${order.indexOf("other")}`);
});

import assert from "node:assert/strict";
import { Kind } from "../runner-frames.ts";
import { Outbox } from "./outbox.ts";

function outbox(frameBytes: number) {
  const packets: { t: string; id: number; args?: string }[][] = [];
  const send = (kind: number, payload: string | Uint8Array) => {
    assert.equal(kind, Kind.frames);
    packets.push(JSON.parse(payload as string));
  };
  const sendList = (kind: number, values: string) => send(kind, `[${values.slice(0, -1)}]`);
  const outbox = new Outbox({ send, sendList, leave: assert.fail });
  outbox.frameBytes = frameBytes;
  return { outbox, packets };
}
const call = (id: number, args: string) => `${JSON.stringify({ t: "op", id, name: "kv.set", args })},`;

Deno.test("Outbox.send() cuts a flood of small frames into packets that are read quickly", () => {
  const { outbox: out, packets } = outbox(8 * 1024 * 1024);
  const said = Array.from({ length: 10_000 }, (_, id) => call(id, "x".repeat(20)));
  assert.deepEqual(out.send(said.join("")), []);
  assert.ok(packets.every((packet) => JSON.stringify(packet).length <= 128 * 1024));
  assert.deepEqual(packets.flat().map(({ id }) => id), Array.from({ length: 10_000 }, (_, id) => id));
});

Deno.test("Outbox.send() sends a large frame whole, and refuses one over the limit", () => {
  const { outbox: out, packets } = outbox(1024 * 1024);
  const refusals = out.send(call(1, "a") + call(2, "b".repeat(500_000)) + call(3, "c".repeat(2_000_000)));
  assert.deepEqual(packets.map((packet) => packet.map(({ id }) => id)), [[1], [2]]);
  assert.deepEqual(refusals.map((reply) => JSON.parse(reply).id), [3]);
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { encodePacket, ListWriter, PacketReader } from "./channel.ts";

const packets = fc.array(fc.record({ kind: fc.nat(255), payload: fc.uint8Array({ maxLength: 40_000 }) }), {
  maxLength: 8,
});

Deno.test("PacketReader gives back what encodePacket() was given, however the stream is cut", () => {
  fc.assert(
    fc.property(packets, fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1 }), (sent, cuts) => {
      const stream = sent.flatMap(({ kind, payload }) => [...encodePacket(kind, payload)]);
      const reader = new PacketReader(50_000);
      const seen: { kind: number; payload: number[] }[] = [];
      for (let at = 0, cut = 0; at < stream.length; cut++) {
        const size = cuts[cut % cuts.length]!;
        reader.push(Uint8Array.from(stream.slice(at, at + size)));
        at += size;
        for (let packet = reader.next(); packet; packet = reader.next()) {
          seen.push({ kind: packet.kind, payload: [...packet.payload] });
        }
      }
      assert.deepEqual(seen, sent.map(({ kind, payload }) => ({ kind, payload: [...payload] })));
    }),
    { numRuns: 40 },
  );
});

Deno.test("PacketReader refuses an announced length over the limit before the bytes come", () => {
  const reader = new PacketReader(100);
  assert.throws(
    () => reader.push(Uint8Array.of(0x7f, 0, 0, 0)),
    /Cannot read packet: 2130706431 bytes, at most 100/,
  );
});

Deno.test("PacketReader refuses a packet without a kind", () => {
  assert.throws(() => new PacketReader(100).push(Uint8Array.of(0, 0, 0, 0)), RangeError);
});

Deno.test("PacketReader judges each packet of one chunk", () => {
  const reader = new PacketReader(4);
  reader.push(Uint8Array.from([...encodePacket(1, "ok"), ...encodePacket(1, "too long")]));
  assert.equal(new TextDecoder().decode(reader.next()?.payload), "ok");
  assert.throws(() => reader.next(), RangeError);
});

Deno.test("ListWriter writes what encodePacket() would, whatever the texts before were", () => {
  const writer = new ListWriter();
  const texts = fc.array(fc.string({ unit: "binary", maxLength: 30_000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.nat(255), fc.array(texts), (kind, lists) => {
      for (const list of lists) {
        const values = list.map((text) => JSON.stringify(text));
        const said = values.map((value) => `${value},`).join("");
        assert.deepEqual([...writer.write(kind, said)], [...encodePacket(kind, `[${values}]`)]);
      }
    }),
    { numRuns: 40 },
  );
  const large = "ä".repeat(600_000);
  const packet = writer.write(1, `"${large}",`);
  assert.deepEqual(packet, encodePacket(1, `["${large}"]`));
});

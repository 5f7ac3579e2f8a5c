import assert from "node:assert/strict";
import { Envelope, noStrikes } from "./migration.ts";

const envelope = {
  version: 2,
  migrationId: "mig_1",
  guildId: "100000000000000001",
  revisionId: "rev_00000000000000",
  generation: 7,
  state: { count: 2, nested: { any: ["json", null] } },
  undelivered: [
    { id: "a", kind: "interaction", event: "interactionCreate" },
    { id: "b", kind: "cron", event: "cron", run: { name: "tick", dueAt: 1_893_456_000_000 } },
    { id: "c", kind: "cron", event: "schedule", run: { name: "remind", dueAt: 1_893_456_000_001 } },
  ],
  interactions: [{
    handle: "h",
    interactionId: "1",
    applicationId: "2",
    token: "t",
    type: 2,
    expiresAt: 3,
    acknowledged: false,
  }],
  strikes: { ...noStrikes, points: 4, losses: 1 },
};

Deno.test("Envelope carries what a guild's next worker needs, over JSON and back", () => {
  assert.deepEqual(Envelope.parse(JSON.parse(JSON.stringify(envelope))), envelope);
  const asleep = { ...envelope, revisionId: null, state: null };
  assert.deepEqual(Envelope.parse(asleep), asleep);
});

Deno.test("Envelope of another version, or with a part missing or of another kind, is refused", () => {
  assert.equal(Envelope.safeParse({ ...envelope, version: 1 }).success, false);
  for (const key of Object.keys(envelope)) {
    assert.equal(Envelope.safeParse({ ...envelope, [key]: undefined }).success, false, key);
    assert.equal(Envelope.safeParse({ ...envelope, [key]: { x: 1 } }).success, key === "state", key);
  }
  for (const wrong of ["a", { id: "a" }, { ...envelope.undelivered[1], run: { name: "tick" } }]) {
    assert.equal(Envelope.safeParse({ ...envelope, undelivered: [wrong] }).success, false);
  }
  assert.equal(Envelope.safeParse({ ...envelope, generation: -1 }).success, false);
});

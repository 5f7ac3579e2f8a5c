import assert from "node:assert/strict";
import { Envelope, noStrikes } from "./migration.ts";

const envelope = {
  version: 1,
  migrationId: "mig_1",
  guildId: "100000000000000001",
  revisionId: "rev_00000000000000",
  generation: 7,
  state: { count: 2, nested: { any: ["json", null] } },
  undelivered: ["a", "b"],
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
  assert.equal(Envelope.safeParse({ ...envelope, version: 2 }).success, false);
  for (const key of Object.keys(envelope)) {
    assert.equal(Envelope.safeParse({ ...envelope, [key]: undefined }).success, false, key);
    assert.equal(Envelope.safeParse({ ...envelope, [key]: { x: 1 } }).success, key === "state", key);
  }
  assert.equal(Envelope.safeParse({ ...envelope, undelivered: [1] }).success, false);
  assert.equal(Envelope.safeParse({ ...envelope, generation: -1 }).success, false);
});

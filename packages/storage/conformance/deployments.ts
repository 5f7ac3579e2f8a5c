import assert from "node:assert/strict";
import { type Manifest, type RevisionId } from "@flora/model";
import { type Cases, guild, otherGuild, revision } from "./backend.ts";

const manifest: Manifest = {
  events: ["messageCreate"],
  prefix: "!",
  prefixCommands: ["a"],
  commands: [],
  crons: [],
  webhooks: [],
  settings: [],
};

/** Bytes that never matter. */
const ample = { revisionBytes: 1e9, deploymentBytes: 1e9 };

export const deploymentCases: Cases = {
  "deployments.getRevision() answers what was put, to its guild only": async (
    { storage: { deployments } },
  ) => {
    const put = revision("a", { code: "`\0`", sources: { "main.ts": "é\0", "b.ts": "" } });
    await deployments.putRevision(put);
    assert.deepEqual(await deployments.getRevision(guild, put.id), put);
    assert.equal(await deployments.getRevision(otherGuild, put.id), null);
    await assert.rejects(deployments.putRevision(put), /it is stored already/);
  },

  "deployments.activate() numbers deploys per guild and keeps the manifest": async ({ storage, clock }) => {
    const { deployments } = storage;
    const first = revision("a", { code: "é", sources: { "b.ts": "é", "a.ts": "" } });
    const second = revision("b");
    await deployments.putRevision(first);
    await deployments.putRevision(second);
    assert.equal(await deployments.current(guild), null);
    const deployment = await deployments.activate(guild, first.id, manifest);
    assert.deepEqual(deployment, {
      guildId: guild,
      revisionId: first.id,
      number: 1,
      createdAt: clock.ms,
      createdBy: "user",
      entry: "main.ts",
      codeBytes: 2,
      files: [{ path: "a.ts", bytes: 0 }, { path: "b.ts", bytes: 2 }],
      manifest,
    });
    assert.deepEqual(await deployments.current(guild), deployment);
    assert.deepEqual((await deployments.getRevision(guild, first.id))?.manifest, manifest);
    assert.equal((await deployments.activate(guild, second.id, manifest)).number, 2);
    assert.equal((await deployments.activate(guild, first.id, manifest)).number, 3);
    const numbers = (await deployments.history(guild, 2)).map(({ number }) => number);
    assert.deepEqual(numbers, [3, 2]);
    assert.deepEqual((await deployments.history(guild, 2, 3)).map(({ number }) => number), [2, 1]);
    assert.deepEqual(await deployments.history(guild, 2, 1), []);
    const unknown = "rev_00000000" as RevisionId;
    await assert.rejects(deployments.activate(guild, unknown, manifest), /has no such revision/);
    await assert.rejects(deployments.activate(otherGuild, first.id, manifest), /has no such revision/);
    assert.equal((await deployments.current(guild))?.number, 3);
  },

  "deployments.activate() names who put an old revision live again": async ({ storage: { deployments } }) => {
    await deployments.putRevision(revision("a"));
    await deployments.activate(guild, revision("a").id, manifest);
    assert.equal((await deployments.activate(guild, revision("a").id, manifest, "other")).createdBy, "other");
    assert.deepEqual((await deployments.history(guild, 9)).map(({ createdBy }) => createdBy), [
      "other",
      "user",
    ]);
    assert.equal((await deployments.getRevision(guild, revision("a").id))?.createdBy, "user");
  },

  "deployments.setPaused() lasts over deploys until it is taken back or all is undeployed": async (
    { storage: { deployments }, connect, clock },
  ) => {
    assert.equal(await deployments.setPaused(guild, true), null);
    for (const id of ["a", "b"]) await deployments.putRevision(revision(id));
    const running = await deployments.activate(guild, revision("a").id, manifest);
    assert.equal("pausedAt" in running, false);
    const pausedAt = clock.ms;
    assert.deepEqual(await deployments.setPaused(guild, true), { ...running, pausedAt });
    clock.advance(5);
    assert.deepEqual(await deployments.setPaused(guild, true), { ...running, pausedAt });
    const elsewhere = (await connect()).deployments;
    assert.deepEqual(await elsewhere.current(guild), { ...running, pausedAt });
    assert.deepEqual(await elsewhere.all(), [{ ...running, pausedAt }]);
    assert.deepEqual(await deployments.history(guild, 9), [running]);
    assert.equal((await deployments.activate(guild, revision("b").id, manifest)).pausedAt, pausedAt);
    assert.equal("pausedAt" in (await deployments.setPaused(guild, false))!, false);
    await deployments.setPaused(guild, true);
    await deployments.deactivate(guild);
    assert.equal("pausedAt" in await deployments.activate(guild, revision("a").id, manifest), false);
  },

  "deployments.all() answers each guild's current one": async ({ storage: { deployments } }) => {
    for (const [id, guildId] of [["a", guild], ["b", guild], ["c", otherGuild]] as const) {
      await deployments.putRevision(revision(id, { guildId }));
      await deployments.activate(guildId, revision(id).id, manifest);
    }
    const ids = (await deployments.all()).map(({ guildId, revisionId }) => [guildId, revisionId]);
    assert.deepEqual(ids, [[guild, revision("b").id], [otherGuild, revision("c").id]]);
    assert.equal(await deployments.deactivate(guild), true);
    assert.equal(await deployments.deactivate(guild), false);
    assert.equal(await deployments.current(guild), null);
    assert.equal((await deployments.all()).length, 1);
    assert.equal((await deployments.history(guild, 9)).length, 2);
    assert.equal((await deployments.activate(guild, revision("a").id, manifest)).number, 3);
  },

  "deployments.deleteRevision() forgets only what never became current": async (
    { storage: { deployments } },
  ) => {
    await deployments.putRevision(revision("a"));
    await deployments.putRevision(revision("b"));
    await deployments.activate(guild, revision("a").id, manifest);
    for (const id of ["a", "b", "c"]) await deployments.deleteRevision(guild, revision(id).id);
    assert.ok(await deployments.getRevision(guild, revision("a").id));
    assert.equal(await deployments.getRevision(guild, revision("b").id), null);
  },

  "deployments.prune() keeps what was deployed last, whatever was deployed in between": async (
    { storage: { deployments }, connect },
  ) => {
    for (const id of ["a", "b", "c", "d", "e"]) {
      await deployments.putRevision(revision(id));
      await deployments.activate(guild, revision(id).id, manifest);
    }
    await deployments.activate(guild, revision("b").id, manifest);
    await deployments.putRevision(revision("f", { guildId: otherGuild }));
    await deployments.activate(otherGuild, revision("f").id, manifest);
    const current = await deployments.current(guild);
    await deployments.prune(guild, { ...ample, revisions: 3, deployments: 5 });
    const elsewhere = (await connect()).deployments;
    const kept = async () => {
      const ids = ["a", "b", "c", "d", "e"];
      const found = await Promise.all(ids.map((id) => elsewhere.getRevision(guild, revision(id).id)));
      return ids.filter((_, index) => found[index]).join("");
    };
    assert.equal(await kept(), "bde");
    assert.deepEqual(await elsewhere.current(guild), current);
    assert.deepEqual((await elsewhere.history(guild, 9)).map(({ number }) => number), [6, 5, 4, 3, 2]);
    assert.equal((await elsewhere.getRevision(guild, revision("e").id))?.code, revision("e").code);
    await assert.rejects(deployments.activate(guild, revision("c").id, manifest), /has no such revision/);
    assert.ok(await deployments.getRevision(otherGuild, revision("f").id));

    await deployments.prune(guild, { ...ample, revisions: 3, deployments: 5 });
    await deployments.prune(guild, { ...ample, revisions: 100, deployments: 100 });
    assert.equal(await kept(), "bde");
    await deployments.prune(guild, { ...ample, revisions: 1, deployments: 1 });
    assert.equal(await kept(), "b");
    assert.deepEqual(await elsewhere.current(guild), current);
    assert.equal((await deployments.activate(guild, revision("b").id, manifest)).number, 7);

    await deployments.deactivate(guild);
    await deployments.prune(guild, { ...ample, revisions: 1, deployments: 1 });
    assert.equal((await deployments.activate(guild, revision("b").id, manifest)).number, 8);
  },

  "deployments.prune() forgets what was never deployed, a day later": async (
    { storage: { deployments }, clock },
  ) => {
    const DAY_MS = 86_400_000;
    await deployments.putRevision(revision("a", { createdAt: clock.ms }));
    await deployments.putRevision(revision("b", { createdAt: clock.ms - DAY_MS - 1 }));
    await deployments.prune(guild, { ...ample, revisions: 1, deployments: 1 });
    assert.ok(await deployments.getRevision(guild, revision("a").id));
    assert.equal(await deployments.getRevision(guild, revision("b").id), null);
    clock.advance(DAY_MS + 1);
    await deployments.prune(guild, { ...ample, revisions: 1, deployments: 1 });
    assert.equal(await deployments.getRevision(guild, revision("a").id), null);
  },

  "deployments.prune() keeps revisions within bytes, and at any size what runs and what is before it": async (
    { storage: { deployments }, connect },
  ) => {
    const code = (bytes: number) => "é".repeat(bytes / 2);
    for (
      const [id, bytes] of [["a", 10_000], ["b", 10_000], ["c", 50_000], ["d", 10_000], [
        "e",
        10_000,
      ]] as const
    ) {
      await deployments.putRevision(revision(id, { code: code(bytes) }));
      await deployments.activate(guild, revision(id).id, manifest);
    }
    await deployments.putRevision(revision("f", { guildId: otherGuild, code: code(50_000) }));
    await deployments.activate(otherGuild, revision("f").id, manifest);
    const elsewhere = (await connect()).deployments;
    const kept = async () => {
      const ids = ["a", "b", "c", "d", "e"];
      const found = await Promise.all(ids.map((id) => elsewhere.getRevision(guild, revision(id).id)));
      return ids.filter((_, index) => found[index]).join("");
    };
    const most = { ...ample, revisions: 30, deployments: 30 };
    await deployments.prune(guild, { ...most, revisionBytes: 95_000 });
    assert.equal(await kept(), "abcde");
    await deployments.prune(guild, { ...most, revisionBytes: 75_000 });
    assert.equal(await kept(), "cde");
    await deployments.prune(guild, { ...most, revisionBytes: 40_000 });
    assert.equal(await kept(), "de");
    await deployments.activate(guild, revision("d").id, manifest);
    const current = await deployments.current(guild);
    await deployments.prune(guild, { ...most, revisionBytes: 1 });
    assert.equal(await kept(), "de");
    assert.deepEqual(await elsewhere.current(guild), current);
    assert.equal((await elsewhere.history(guild, 9)).length, 6);
    assert.ok(await elsewhere.getRevision(otherGuild, revision("f").id));
  },

  "deployments.prune() keeps history within bytes, with what runs and what is before it": async (
    { storage: { deployments }, connect },
  ) => {
    const large: Manifest = { ...manifest, prefixCommands: ["é".repeat(5_000)] };
    for (const id of ["a", "b", "c"]) await deployments.putRevision(revision(id));
    for (const id of ["a", "b", "c", "c", "c"]) {
      await deployments.activate(guild, revision(id).id, large);
    }
    const elsewhere = (await connect()).deployments;
    const numbers = async () => (await elsewhere.history(guild, 9)).map(({ number }) => number);
    const most = { ...ample, revisions: 30, deployments: 30 };
    await deployments.prune(guild, { ...most, deploymentBytes: 60_000 });
    assert.deepEqual(await numbers(), [5, 4, 3, 2, 1]);
    await deployments.prune(guild, { ...most, deploymentBytes: 45_000 });
    assert.deepEqual(await numbers(), [5, 4, 3, 2]);
    assert.equal(await elsewhere.getRevision(guild, revision("a").id), null);
    await deployments.prune(guild, { ...most, deploymentBytes: 1 });
    assert.deepEqual(await numbers(), [5, 2]);
    assert.ok(await elsewhere.getRevision(guild, revision("b").id));
    assert.equal((await elsewhere.current(guild))?.number, 5);
    assert.equal((await deployments.activate(guild, revision("b").id, manifest)).number, 6);
  },
};

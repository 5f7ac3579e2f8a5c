import assert from "node:assert/strict";
import { type BundleUses, ControlError, emptyManifest, newRevisionId, type RevisionId } from "@flora/model";
import { type SetUp, type TestGuild, withGateway } from "../testing/set-up.ts";

async function putRevision({ storage }: SetUp, guild: TestGuild, rest: string[]): Promise<RevisionId> {
  const id = newRevisionId();
  const uses: BundleUses = {
    rest,
    payloads: [],
    answers: [],
    hosts: [],
    mentioned: [],
    secrets: [],
    stores: [],
    dynamic: [],
  };
  const texts = { createdBy: "test", entry: "main.ts", code: "", sourceMap: "", sources: {} };
  await storage.deployments.putRevision({
    id,
    guildId: guild.id,
    createdAt: 1,
    ...texts,
    manifest: emptyManifest,
    uses,
  });
  return id;
}

Deno.test("review compares revisions of one guild, and judges by what the bot may do there", () =>
  withGateway({ emulator: { guilds: [{}, {}] } }, async (parts) => {
    const { guilds: [guild, other], control } = parts;
    const guildId = guild!.id;
    const from = await putRevision(parts, guild!, ["kickMember"]);
    const revisionId = await putRevision(parts, guild!, ["banMember"]);
    const manifest = { ...emptyManifest, events: ["guildMemberAdd"] };
    const { capabilities, added, removed, findings } = await control.call("review", {
      guildId,
      revisionId,
      from,
      manifest,
    });
    assert.deepEqual(capabilities.map(({ text }) => text), [
      "ban members",
      "hear guildMemberAdd",
      "ask Discord for events of GuildMembers",
    ]);
    assert.deepEqual([added.length, removed.map(({ name }) => name)], [3, ["kickMember"]]);
    assert.ok(findings.every(({ severity }) => severity === "warning"));
    const theirs = await putRevision(parts, other!, []);
    for (const revisions of [{ revisionId: theirs, from: null }, { revisionId, from: theirs }]) {
      await assert.rejects(
        control.call("review", { guildId, ...revisions }),
        (error: ControlError) => error.code === "NOT_FOUND",
      );
    }
  }));

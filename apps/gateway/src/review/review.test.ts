import assert from "node:assert/strict";
import { ControlError, emptyManifest, noUses, type RevisionId } from "@flora/model";
import { storeRevision } from "@flora/storage/testing/revision";
import { type SetUp, type TestGuild, withGateway } from "../testing/set-up.ts";

const put = ({ storage }: SetUp, { id }: TestGuild, rest: string[]): Promise<RevisionId> =>
  storeRevision(storage, id, { uses: { ...noUses, rest } });

Deno.test("review compares revisions of one guild, and judges by what the bot may do there", () =>
  withGateway({ emulator: { guilds: [{}, {}] } }, async (parts) => {
    const { guilds: [guild, other], control } = parts;
    const guildId = guild!.id;
    const from = await put(parts, guild!, ["kickMember"]);
    const revisionId = await put(parts, guild!, ["banMember"]);
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
    const theirs = await put(parts, other!, []);
    for (const revisions of [{ revisionId: theirs, from: null }, { revisionId, from: theirs }]) {
      await assert.rejects(
        control.call("review", { guildId, ...revisions }),
        (error: ControlError) => error.code === "NOT_FOUND",
      );
    }
  }));

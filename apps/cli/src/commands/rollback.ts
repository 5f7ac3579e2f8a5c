import type { Command } from "commander";
import { aboutGuild, inGuild } from "../in-guild.ts";
import { colours } from "../output.ts";
import { findRevision, liveDeployment, revisionBefore } from "../revisions.ts";

export function addRollback(program: Command): void {
  aboutGuild(
    program.command("rollback").description("put an earlier revision live again, as a new deployment"),
  )
    .argument("[revision]", "a revision, or the number of a deployment (default: what ran before)")
    .action(inGuild(async ({ client, guildId, answer }, given: string | undefined) => {
      const live = await liveDeployment(client, guildId);
      const revisionId = given === undefined
        ? await revisionBefore(
          client,
          guildId,
          live?.deployment.number ?? Infinity,
          live?.deployment.revisionId,
        )
        : await findRevision(client, guildId, given);
      // Somebody else's deploy in the meantime is not undone unseen.
      const deployment = await client.rollback(guildId, revisionId, live ? { ifMatch: live.etag } : {});
      answer({ ok: true, deployment }, () => {
        const { number, revisionId } = deployment;
        return `${colours.green("Live")} again: revision ${revisionId}, as deployment ${number}`;
      });
    }));
}

import type { Command } from "commander";
import { aboutGuild, inGuild } from "../in-guild.ts";

/** Stopping a guild's script for a while, or for good. */
export function addPause(program: Command): void {
  aboutGuild(program.command("pause").description("keep events from a guild's script until it is resumed"))
    .action(inGuild(async ({ client, guildId, answer }) => {
      const deployment = await client.pause(guildId);
      answer({ ok: true, deployment }, () => "Paused: it gets no events. `flora resume` lets it go on.");
    }));

  aboutGuild(program.command("resume").description("let a paused script go on"))
    .action(inGuild(async ({ client, guildId, answer }) => {
      const deployment = await client.resume(guildId);
      answer({ ok: true, deployment }, () => "Resumed");
    }));

  aboutGuild(program.command("undeploy").description("end a guild's script; what it stored stays"))
    .action(inGuild(async ({ client, guildId, answer }) => {
      await client.undeploy(guildId);
      answer(
        { ok: true },
        () => "Undeployed. `flora rollback <number>` or `flora deploy` puts one live again.",
      );
    }));
}

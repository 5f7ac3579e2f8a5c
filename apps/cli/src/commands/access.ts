import { Argument, type Command } from "commander";
import { guildRoles } from "@flora/model";
import { pickGuild } from "../guild.ts";
import { formatTime, print, printable, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

type AccessOptions = GlobalOptions & { guild?: string };

/** Who else may do what in a guild. */
export function addAccess(program: Command): void {
  const access = program.command("access")
    .description("say who else may do what in a guild; whoever manages it on Discord may do everything");

  access.command("list")
    .description("list the roles that people were given")
    .option("-g, --guild <id>", "the guild")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<AccessOptions>();
      const session = await openSession(options);
      const list = await session.client.identity.grants(pickGuild(session, options.guild));
      if (options.json) return print(JSON.stringify(list));
      if (list.grants.length === 0) {
        return print("Nobody was given a role. Give one with `flora access grant`.");
      }
      const rows = list.grants.map((one) => [one.userId, one.role, one.grantedBy, formatTime(one.grantedAt)]);
      print(table(["PERSON", "ROLE", "GIVEN BY", "AT (UTC)"], rows));
    });

  access.command("grant")
    .description("give somebody a role, in the place of the one they had")
    .argument("<person>", "their Discord id")
    .addArgument(
      new Argument("<role>", "viewer reads, editor deploys and changes data too, admin says who may")
        .choices(guildRoles),
    )
    .option("-g, --guild <id>", "the guild")
    .action(async (person: string, role: string, _options, command: Command) => {
      const options = command.optsWithGlobals<AccessOptions>();
      const session = await openSession(options);
      const grant = await session.client.identity.grant(pickGuild(session, options.guild), person, role);
      print(options.json ? JSON.stringify(grant) : `${grant.userId} is ${grant.role} now`);
    });

  access.command("revoke")
    .description("take somebody's role back")
    .argument("<person>", "their Discord id")
    .option("-g, --guild <id>", "the guild")
    .action(async (person: string, _options, command: Command) => {
      const options = command.optsWithGlobals<AccessOptions>();
      const session = await openSession(options);
      await session.client.identity.revokeGrant(pickGuild(session, options.guild), person);
      print(
        options.json ? JSON.stringify({ ok: true, person }) : `Took back the role of ${printable(person)}`,
      );
    });
}

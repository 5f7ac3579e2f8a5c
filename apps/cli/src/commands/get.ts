import type { Command } from "commander";
import type { Deployment } from "@flora/model";
import { aboutGuild, inGuild } from "../in-guild.ts";
import { formatBytes, formatTime, print, printable, table } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

export function addGet(program: Command): void {
  aboutGuild(program.command("get").description("show a guild's current deployment"))
    .action(inGuild(async ({ client, guildId, answer }) => {
      const deployment = await client.deployment(guildId);
      answer(deployment, () => describe(deployment));
    }));

  program.command("list")
    .description("list the current deployments of every guild you manage")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const { deployments } = await (await openSession(options)).client.deployments();
      if (options.json) return print(JSON.stringify({ deployments }));
      if (deployments.length === 0) return print("No deployments yet. Put one live with `flora deploy`.");
      const rows = deployments.map((one) => [
        one.guildId,
        String(one.number),
        one.revisionId,
        formatTime(one.createdAt),
        one.createdBy,
        one.pausedAt === undefined ? "" : "paused",
      ]);
      print(table(["GUILD", "NUMBER", "REVISION", "DEPLOYED (UTC)", "BY", ""], rows));
    });
}

function describe(deployment: Deployment): string[] {
  const { events, commands, crons } = deployment.manifest;
  const { guildId, number, revisionId, createdAt, createdBy, entry, files, codeBytes, pausedAt } = deployment;
  const names = (list: string[]) => printable(list.join(", ")) || "none";
  return [
    `guild     ${guildId}`,
    `number    ${number}`,
    `revision  ${revisionId}`,
    `deployed  ${formatTime(createdAt)} UTC by ${printable(createdBy)}`,
    ...pausedAt === undefined ? [] : [`paused    since ${formatTime(pausedAt)} UTC: it gets no events`],
    `entry     ${printable(entry)} (${files.length} files, ${formatBytes(codeBytes)} bundled)`,
    `events    ${names(events)}`,
    `commands  ${names(commands.map(({ name }) => `/${name}`))}`,
    `crons     ${names(crons.map(({ name, expr, timezone }) => `${name} (${expr} ${timezone})`))}`,
  ];
}

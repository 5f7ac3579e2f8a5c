import type { Command } from "commander";
import { aboutGuild, inGuild } from "../in-guild.ts";
import { formatBytes, formatTime, table } from "../output.ts";
import { wholeNumber } from "../read-values.ts";
import { readHistory } from "../revisions.ts";

export function addHistory(program: Command): void {
  aboutGuild(program.command("history").description("list a guild's deployments, newest first"))
    .option("-n, --limit <count>", "how many, 1 to 1000", wholeNumber(1, 1000), 20)
    .action(inGuild<{ limit: number }>(async ({ client, guildId, options, answer }) => {
      const deployments = await readHistory(client, guildId, options.limit);
      answer({ deployments }, () => {
        if (deployments.length === 0) {
          return "Nothing was ever deployed. Put a project live with `flora deploy`.";
        }
        const rows = deployments.map((one) => [
          String(one.number),
          one.revisionId,
          formatTime(one.createdAt),
          one.createdBy,
          `${one.entry}, ${formatBytes(one.codeBytes)}`,
        ]);
        return table(["NUMBER", "REVISION", "DEPLOYED (UTC)", "BY", "SCRIPT"], rows);
      });
    }));
}

import { type Command, Option } from "commander";
import { LogLevel } from "@flora/model";
import type { LogEntry } from "@flora/protocol/api";
import { aboutGuild, inGuild } from "../in-guild.ts";
import { colours, formatLogLine, note, print } from "../output.ts";
import { parseSince, sinceHelp, wholeNumber } from "../read-values.ts";
import { follow } from "./follow.ts";

interface LogsOptions {
  limit: number;
  level?: string;
  dispatch?: string;
  since?: string;
  follow?: boolean;
}

export function addLogs(program: Command): void {
  aboutGuild(program.command("logs").description("show a guild's log"))
    .option("-n, --limit <lines>", "how many of the newest lines, 1 to 1000", wholeNumber(1, 1000), 100)
    .addOption(new Option("-l, --level <level>", "least level").choices(LogLevel.options))
    .option("-d, --dispatch <id>", "only what was said in this dispatch")
    .option("-s, --since <time>", `only lines since: ${sinceHelp}`)
    .option("-f, --follow", "go on with new lines until Ctrl-C; an API that goes away is waited for")
    .action(inGuild<LogsOptions>(async ({ session, client, guildId, options }) => {
      const { limit, level, dispatch } = options;
      const since = options.since === undefined ? undefined : parseSince(options.since, Date.now());
      const show = (line: LogEntry) => print(options.json ? JSON.stringify(line) : formatLogLine(line));
      const { lines } = await client.logs(guildId, { limit, level, dispatch, since });
      lines.forEach(show);
      if (options.follow) {
        // Where nothing was shown, only what is newer than all there is counts as new.
        const last = lines.at(-1) ?? (await client.logs(guildId, { limit: 1 })).lines.at(-1);
        return await follow(session, { ...options, guildId, after: last?.seq ?? 0 }, show);
      }
      if (lines.length === 0 && !options.json) note(colours.dim("No such lines."));
    }));
}

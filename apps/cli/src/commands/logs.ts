import { type Command, InvalidArgumentError, Option } from "commander";
import { LogLevel } from "@flora/model";
import type { LogEntry } from "@flora/protocol/api";
import { pickGuild } from "../guild.ts";
import { colours, formatLogLine, note, print } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";
import { follow } from "./follow.ts";

interface LogsOptions extends GlobalOptions {
  guild?: string;
  limit: number;
  level?: string;
  follow?: boolean;
}

export function addLogs(program: Command): void {
  program.command("logs")
    .description("show a guild's log")
    .option("-g, --guild <id>", "the guild")
    .option("-n, --limit <lines>", "how many of the newest lines, 1 to 1000", parseLimit, 100)
    .addOption(new Option("-l, --level <level>", "least level").choices(LogLevel.options))
    .option("-f, --follow", "go on with new lines until Ctrl-C")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<LogsOptions>();
      const session = await openSession(options);
      const guildId = pickGuild(session, options.guild);
      const show = (line: LogEntry) => print(options.json ? JSON.stringify(line) : formatLogLine(line));
      const { lines } = await session.client.logs(guildId, { limit: options.limit, level: options.level });
      lines.forEach(show);
      const after = lines.at(-1)?.seq ?? 0;
      if (options.follow) return await follow(session, { ...options, guildId, after }, show);
      if (lines.length === 0 && !options.json) note(colours.dim("No lines yet."));
    });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw new InvalidArgumentError("It must be 1 to 1000.");
  }
  return limit;
}

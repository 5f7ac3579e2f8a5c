import { type Command, InvalidArgumentError } from "commander";
import { ApiError } from "@flora/api-client";
import type { LogEntry } from "@flora/protocol/api";
import { pickGuild } from "../guild.ts";
import { colours, formatLogLine, note, print } from "../output.ts";
import { type GlobalOptions, openSession, type Session } from "../session.ts";

const RECONNECT_MS = 1_000;

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
    .option("-l, --level <level>", "least level: debug, info, warn or error")
    .option("-f, --follow", "go on with new lines until Ctrl-C")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<LogsOptions>();
      const session = await openSession(options);
      const guildId = pickGuild(session, options.guild);
      const show = (line: LogEntry) => print(options.json ? JSON.stringify(line) : formatLogLine(line));
      const { lines } = await session.client.logs(guildId, { limit: options.limit, level: options.level });
      lines.forEach(show);
      if (options.follow) return await follow(session, guildId, options, lines.at(-1)?.seq ?? 0, show);
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

/** Tails until Ctrl-C; a server that goes away is waited for, and no line is shown twice. */
async function follow(
  session: Session,
  guildId: string,
  options: LogsOptions,
  after: number,
  show: (line: LogEntry) => void,
): Promise<void> {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  Deno.addSignalListener("SIGTERM", () => stop.abort());
  let seen = after;
  while (!stop.signal.aborted) {
    try {
      for await (
        const line of session.client.followLogs(guildId, {
          after: seen,
          level: options.level,
          signal: stop.signal,
        })
      ) {
        seen = line.seq;
        show(line);
      }
    } catch (error) {
      if (stop.signal.aborted) return;
      if (error instanceof ApiError && error.status !== 0 && error.status < 500) throw error;
      note(colours.dim("Connection lost, trying again …"));
    }
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

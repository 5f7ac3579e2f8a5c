import type { Command } from "commander";
import { readSubject, whyTexts } from "@flora/model";
import type { WhyAnswer } from "@flora/protocol/api";
import { pickGuild } from "../guild.ts";
import { colours, formatTime, note, print, printable, table } from "../output.ts";
import { parseSince, sinceHelp } from "../read-values.ts";
import { type GlobalOptions, openSession } from "../session.ts";

interface WhyOptions extends GlobalOptions {
  guild?: string;
  since?: string;
}

const MOST_ROWS = 50;

/** What became of events, and why some did not run. */
export function addWhy(program: Command): void {
  program.command("why")
    .description("say what became of a message, a command or everything of late, and why")
    .argument("[what]", "a message's id or link, a command such as /roll, a cron job, a webhook")
    .option("-g, --guild <id>", "the guild")
    .option("-s, --since <time>", `only what came in since: ${sinceHelp}`)
    .action(async (what: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<WhyOptions>();
      const session = await openSession(options);
      const guildId = pickGuild(session, options.guild);
      const since = options.since === undefined ? undefined : parseSince(options.since, Date.now());
      const subject = what === undefined ? {} : readSubject(what);
      const answer = await session.client.why(guildId, { ...subject, since });
      if (options.json) return print(JSON.stringify(answer));
      show(answer, what !== undefined);
    });
}

function show({ records, counts, hints, countedSince }: WhyAnswer, asked: boolean): void {
  for (const hint of hints) note(colours.yellow(printable(hint)));
  if (records.length === 0) {
    note(
      `Nothing ${asked ? "of it " : ""}is remembered; events are counted since ${formatTime(countedSince)}.`,
    );
    if (asked) note("Where the bot cannot see a channel, Discord tells it nothing of what happens there.");
  }
  for (const record of records.slice(0, MOST_ROWS).reverse()) {
    const { at, reason, event, command, detail, tookMs } = record;
    const good = reason === "ran";
    const name = command === undefined ? event : `${event} ${command}`;
    const took = tookMs === undefined ? "" : colours.dim(` (${Math.round(tookMs)} ms)`);
    const why = good ? colours.green(reason) : colours.red(reason);
    const more = detail === undefined ? "" : `: ${printable(detail)}`;
    print(`${colours.dim(formatTime(at))} ${printable(name)} ${why} ${whyTexts[reason]}${more}${took}`);
  }
  if (asked || counts.length === 0) return;
  const rows = counts.map((
    { event, reason, count, lastAt },
  ) => [event, reason, String(count), formatTime(lastAt)]);
  print("");
  print(table(["EVENT", "REASON", "COUNT", "LAST"], rows));
}

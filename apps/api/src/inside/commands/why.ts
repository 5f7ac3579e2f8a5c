import { ControlError, readSince, readSubject, type WhyRecord, whyTexts } from "@flora/model";
import type { Command } from "../ask.ts";
import { inline, moment, plain } from "../text.ts";

const MOST = 10;

/** What became of events. */
export const why: Command = async ({ client, guildId, options, scrub, now }) => {
  const { what, since } = options;
  const from = since === undefined ? undefined : readSince(String(since), now());
  if (since !== undefined && from === undefined) {
    throw new ControlError("INVALID_REQUEST", "Cannot read the time: it must be like 10m, 2h or 1d");
  }
  const subject = what === undefined ? {} : readSubject(String(what).trim());
  const { records, counts, hints, countedSince } = await client.why(guildId, {
    ...subject,
    ...(from === undefined ? {} : { since: from }),
  });
  const lines = hints.map((hint) => `⚠️ ${plain(hint)}`);
  if (records.length === 0) {
    lines.push(
      `Nothing${what === undefined ? "" : " of it"} is remembered; events are counted since ${
        moment(countedSince)
      }.`,
    );
    if (what !== undefined) {
      lines.push("Where the bot cannot see a channel, Discord tells it nothing of what happens there.");
    }
  }
  lines.push(...records.slice(0, MOST).map((record) => describe(record, scrub)));
  if (what === undefined && counts.length > 0) {
    const listed = counts.slice(0, MOST).map(({ event, reason, count }) => `${count} × ${event} ${reason}`);
    lines.push(`Counted: ${listed.join(" · ")}`);
  }
  return lines.join("\n");
};

function describe(
  { at, event, command, reason, detail }: WhyRecord,
  scrub: (text: string) => string,
): string {
  const name = command === undefined ? inline(event) : `${inline(event)} ${inline(command)}`;
  const more = detail === undefined ? "" : ` — ${plain(scrub(detail))}`;
  return `${moment(at)} ${name}: ${reason === "ran" ? "✅" : "❌"} ${whyTexts[reason]}${more}`;
}

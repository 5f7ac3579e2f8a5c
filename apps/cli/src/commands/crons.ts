import type { Command } from "commander";
import { exitCodes, UsageError } from "../failure.ts";
import { aboutGuild, inGuild } from "../in-guild.ts";
import { colours, formatTime, printable, table } from "../output.ts";
import { wholeNumber } from "../read-values.ts";

/** What a guild's script does by the clock. */
export function addCrons(program: Command): void {
  const cron = program.command("cron").description("see a guild's cron jobs and run them");

  aboutGuild(cron.command("list").description("list cron jobs: when they run next, how they ended last"))
    .action(inGuild(async ({ client, guildId, answer }) => {
      const list = await client.crons.list(guildId);
      answer(list, () => {
        if (list.crons.length === 0) return "No cron jobs. A script makes one with `cron(…)`.";
        const rows = list.crons.map(({ name, expr, timezone, next, last }) => [
          name,
          `${expr} ${timezone}`,
          next[0] === undefined ? "paused" : formatTime(next[0]),
          last ? `${last.status} at ${formatTime(last.dueAt)}` : "never",
        ]);
        return table(["NAME", "WHEN", "NEXT (UTC)", "LAST (UTC)"], rows);
      });
    }));

  aboutGuild(cron.command("run").description("run a cron job now, whenever it is due, and say how it ended"))
    .argument("<name>", "as `flora cron list` shows it")
    .action(inGuild(async ({ client, guildId, answer }, name: string) => {
      const run = await client.crons.run(guildId, name);
      answer(run, () => {
        const ok = run.status === "ok" || run.status === "running";
        const more = run.message === undefined ? "" : `: ${printable(run.message)}`;
        return `${(ok ? colours.green : colours.red)(run.status)}${more}`;
      });
      if (!["ok", "running"].includes(run.status)) Deno.exitCode = exitCodes.failed;
    }));

  const schedules = aboutGuild(
    program.command("schedules").description("list what a guild's script has scheduled, the next first"),
  )
    .option("-n, --limit <count>", "how many, 1 to 1000", wholeNumber(1, 1000), 100)
    .action(inGuild<{ limit: number }>(async ({ client, guildId, options, answer }) => {
      const list = await client.crons.schedules(guildId, { limit: options.limit });
      answer(list, () => {
        if (list.schedules.length === 0) return "Nothing is scheduled. A script does so with `schedule(…)`.";
        const rows = list.schedules.map(({ name, dueAt, payload }) => [
          name,
          formatTime(dueAt),
          shorten(JSON.stringify(payload) ?? ""),
        ]);
        const left = list.total - rows.length;
        return [table(["NAME", "DUE (UTC)", "PAYLOAD"], rows), ...left > 0 ? [`and ${left} more`] : []];
      });
    }));

  aboutGuild(schedules.command("cancel").description("cancel what is scheduled under a name"))
    .argument("<name>", "as `flora schedules` shows it")
    .action(inGuild(async ({ client, guildId, answer }, name: string) => {
      if (name.length > 100) throw new UsageError("Cannot cancel: a name has at most 100 characters");
      await client.crons.cancelSchedule(guildId, name);
      answer({ ok: true, name }, () => `Cancelled ${printable(name)}`);
    }));
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

import type { Command } from "commander";
import type { MigrationList } from "@flora/protocol/api";
import { formatTime, print, printable, table } from "../../output.ts";
import { guildId, wholeNumber } from "../../read-values.ts";
import { type GlobalOptions, openSession } from "../../session.ts";
import { workerHelp } from "./workers.ts";

/** Where guilds run, and moving them. */
export function addPlacement(admin: Command): void {
  admin.command("guilds")
    .description("list guilds that run somewhere")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const list = await (await openSession(options)).client.placements();
      if (options.json) return print(JSON.stringify(list));
      if (list.placements.length === 0) {
        return print("No guild runs anywhere yet: each is placed with its first event.");
      }
      const rows = list.placements.map((
        one,
      ) => [one.guildId, one.worker, String(one.generation), one.pinned ? "pinned" : ""]);
      print(table(["GUILD", "WORKER", "GENERATION", ""], rows));
    });

  admin.command("migrate")
    .description("move a guild to a worker, its state with it")
    .argument("<guild>", "its id", guildId)
    .argument("<worker>", workerHelp)
    .action(async (guild: string, worker: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const moved = await (await openSession(options)).client.migrate(guild, worker);
      const words = `Moved to ${worker}; its events waited ${moved.pauseMs.toFixed(1)} ms`;
      print(options.json ? JSON.stringify(moved) : words);
    });

  admin.command("pin")
    .description("keep a guild on one worker; without a worker let it go where the others go")
    .argument("<guild>", "its id", guildId)
    .argument("[worker]", workerHelp)
    .action(async (guild: string, worker: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await (await openSession(options)).client.pin(guild, worker ?? null);
      const words = worker ? `Kept on ${worker}` : "Follows the ring again";
      print(options.json ? JSON.stringify({ ok: true }) : words);
    });

  admin.command("migrations")
    .description("list the moves of late: why, how long each step took, how long events waited")
    .option("-g, --guild <id>", "only this guild's", guildId)
    .option("-n, --limit <count>", "how many, 1 to 1000", wholeNumber(1, 1_000), 20)
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { guild?: string; limit: number }>();
      const query = { limit: options.limit, ...(options.guild ? { guild: options.guild } : {}) };
      const list = await (await openSession(options)).client.migrations(query);
      if (options.json) return print(JSON.stringify(list));
      if (list.migrations.length === 0) return print("No guild has moved yet.");
      const header = ["STARTED (UTC)", "GUILD", "FROM > TO", "WHY", "PAUSE", "CARRIED", "STEPS (ms)", ""];
      print(table(header, list.migrations.map(row)));
    });
}

function row(one: MigrationList["migrations"][number]): string[] {
  return [
    formatTime(one.startedAt),
    one.guildId,
    `${one.from} > ${one.to}`,
    one.reason,
    `${one.pauseMs.toFixed(1)} ms`,
    carried(one.undelivered),
    one.steps.map(({ step, ms }) => `${step} ${ms}`).join(", "),
    one.outcome === "target" ? "" : printable(one.error ?? ""),
  ];
}

/** Events that had not started, with how many of them were runs of crons and schedules. */
function carried(
  { dispatches, crons, schedules }: MigrationList["migrations"][number]["undelivered"],
): string {
  const runs = [crons && `${crons} cron`, schedules && `${schedules} schedule`].filter(Boolean).join(", ");
  return runs ? `${dispatches} (${runs})` : String(dispatches);
}

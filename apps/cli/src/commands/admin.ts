import type { Command } from "commander";
import type { MigrationList } from "@flora/protocol/api";
import { exitCodes } from "../failure.ts";
import { formatTime, print, printable, table } from "../output.ts";
import { guildId, wholeNumber } from "../read-values.ts";
import { type GlobalOptions, openSession } from "../session.ts";
import { addBackup } from "./backup.ts";

/** Events that had not started, with how many of them were runs of crons and schedules. */
function carried(
  { dispatches, crons, schedules }: MigrationList["migrations"][number]["undelivered"],
): string {
  const runs = [crons && `${crons} cron`, schedules && `${schedules} schedule`].filter(Boolean).join(", ");
  return runs ? `${dispatches} (${runs})` : String(dispatches);
}

/** What operators do with workers and the guilds on them. */
export function addAdmin(program: Command): void {
  const admin = program.command("admin").description(
    "look after workers and where guilds run (operators only)",
  );

  addBackup(admin);

  admin.command("workers")
    .description("list workers")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const list = await (await openSession(options)).client.workers();
      if (options.json) return print(JSON.stringify(list));
      const byName = list.workers.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
      const rows = byName.map(({ name, pid, guilds, load, draining }) => [
        name,
        String(pid),
        String(guilds),
        `${Math.round(load * 100)} %`,
        draining ? "draining" : "",
      ]);
      print(table(["WORKER", "PROCESS", "GUILDS", "LOAD", ""], rows));
    });

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
    .argument("<worker>", "as `flora admin workers` shows it")
    .action(async (guild: string, worker: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const moved = await (await openSession(options)).client.migrate(guild, worker);
      print(
        options.json
          ? JSON.stringify(moved)
          : `Moved to ${worker}; its events waited ${moved.pauseMs.toFixed(1)} ms`,
      );
    });

  admin.command("pin")
    .description("keep a guild on one worker; without a worker let it go where the others go")
    .argument("<guild>", "its id", guildId)
    .argument("[worker]", "as `flora admin workers` shows it")
    .action(async (guild: string, worker: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await (await openSession(options)).client.pin(guild, worker ?? null);
      print(
        options.json ? JSON.stringify({ ok: true }) : worker ? `Kept on ${worker}` : "Follows the ring again",
      );
    });

  admin.command("drain")
    .description("move every guild off a worker; fails where some could not leave within half a minute")
    .argument("<worker>", "as `flora admin workers` shows it")
    .option("--restart", "start the worker anew once it is empty, as for a rolling update")
    .action(async (worker: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { restart?: boolean }>();
      const { left } = await (await openSession(options)).client.drain(worker, options.restart ?? false);
      if (left.length > 0) Deno.exitCode = exitCodes.failed;
      if (options.json) return print(JSON.stringify({ left }));
      print(left.length === 0 ? `${worker} is empty` : `Still on ${worker}: ${left.join(", ")}`);
    });

  admin.command("undrain")
    .description("let guilds come to a drained worker again")
    .argument("<worker>", "as `flora admin workers` shows it")
    .action(async (worker: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await (await openSession(options)).client.undrain(worker);
      print(options.json ? JSON.stringify({ ok: true }) : `${worker} takes guilds again`);
    });

  admin.command("metrics")
    .description("print what flora counts, in Prometheus' text format")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const text = await (await openSession(options)).client.metrics();
      print(options.json ? JSON.stringify({ metrics: text }) : printable(text).trimEnd());
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
      const rows = list.migrations.map((one) => [
        formatTime(one.startedAt),
        one.guildId,
        `${one.from} > ${one.to}`,
        one.reason,
        `${one.pauseMs.toFixed(1)} ms`,
        carried(one.undelivered),
        one.steps.map(({ step, ms }) => `${step} ${ms}`).join(", "),
        one.outcome === "target" ? "" : printable(one.error ?? ""),
      ]);
      print(
        table(["STARTED (UTC)", "GUILD", "FROM > TO", "WHY", "PAUSE", "CARRIED", "STEPS (ms)", ""], rows),
      );
    });
}

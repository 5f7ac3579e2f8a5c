import type { Command } from "commander";
import { exitCodes } from "../../failure.ts";
import { print, table } from "../../output.ts";
import { type GlobalOptions, openSession } from "../../session.ts";

/** For help texts. */
export const workerHelp = "as `flora admin workers` shows it";

/** Which workers there are, and taking one out of use for a while. */
export function addWorkers(admin: Command): void {
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

  admin.command("drain")
    .description("move every guild off a worker; fails where some could not leave within half a minute")
    .argument("<worker>", workerHelp)
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
    .argument("<worker>", workerHelp)
    .action(async (worker: string, _options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await (await openSession(options)).client.undrain(worker);
      print(options.json ? JSON.stringify({ ok: true }) : `${worker} takes guilds again`);
    });
}

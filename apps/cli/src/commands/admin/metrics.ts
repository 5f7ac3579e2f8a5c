import type { Command } from "commander";
import { print, printable } from "../../output.ts";
import { type GlobalOptions, openSession } from "../../session.ts";

export function addMetrics(admin: Command): void {
  admin.command("metrics")
    .description("print what flora counts, in Prometheus' text format")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const text = await (await openSession(options)).client.metrics();
      print(options.json ? JSON.stringify({ metrics: text }) : printable(text).trimEnd());
    });
}

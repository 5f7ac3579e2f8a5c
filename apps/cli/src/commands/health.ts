import type { Command } from "commander";
import { exitCodes } from "../failure.ts";
import { colours, print } from "../output.ts";
import { type GlobalOptions, openSession } from "../session.ts";

export function addHealth(program: Command): void {
  program.command("health")
    .description("show whether flora runs and is connected to Discord")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const session = await openSession(options);
      const health = await session.client.health();
      if (health.status !== "ok") Deno.exitCode = exitCodes.failed;
      if (options.json) return print(JSON.stringify(health));
      const { gateway } = health;
      print(`status   ${health.status === "ok" ? colours.green("ok") : colours.red("degraded")}`);
      print(`api      ${session.apiUrl} (flora ${health.version})`);
      if (!gateway) return print("gateway  cannot be reached");
      print(
        `discord  ${gateway.discord}${
          gateway.emulated ? " (emulator)" : ""
        }, ${gateway.shards} shards, ${gateway.guilds} guilds`,
      );
      print(
        `workers  ${
          gateway.workers.map((worker) => `${worker.name} (${worker.guilds} guilds)`).join(", ") || "none"
        }`,
      );
    });
}

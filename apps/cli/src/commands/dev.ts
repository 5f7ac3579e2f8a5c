import { resolve } from "node:path";
import type { Command } from "commander";
import { entryHelp, findProject } from "../project/project.ts";
import { readConfig } from "../project/read-config.ts";
import type { GlobalOptions } from "../session.ts";

interface DevOptions extends GlobalOptions {
  root?: string;
  member?: string[];
  fresh?: boolean;
  chat: boolean;
}

export function addDev(program: Command): void {
  program.command("dev")
    .description(
      "run a project on this machine, in a simulated guild to chat with; every save is live at once",
    )
    .argument("[entry]", entryHelp)
    .option("-r, --root <folder>", "the project's folder")
    .option("-m, --member <names...>", "who is in the guild, besides its owner (default: ada ben)")
    .option("--fresh", "forget what earlier runs stored")
    .option("--no-chat", "read nothing; run until Ctrl-C")
    .addHelpText(
      "after",
      "\nNeeds no account, no token and no network. Type /help in the chat for what can be done there.\n" +
        "What the script stores stays in .flora/dev; `flora kv`, `flora logs` and the others find it with --local.",
    )
    .action(async (entry: string | undefined, _options, command: Command) => {
      const options = command.optsWithGlobals<DevOptions>();
      const config = await readConfig(resolve(options.root ?? "."));
      const project = await findProject("run", config, { entry, root: options.root });
      const guild = { ...config.values.dev, ...options.member ? { members: options.member } : {} };
      // Only this command needs the simulation, which takes a while to load.
      const { runDev } = await import("../dev/run-dev.ts");
      await runDev({
        project,
        folder: config.folder,
        guild,
        fresh: options.fresh ?? false,
        chat: options.chat,
        asJson: options.json ?? false,
      });
    });
}

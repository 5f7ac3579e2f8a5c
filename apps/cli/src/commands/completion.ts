import { Argument, type Command } from "commander";
import { completionScript, installHints, type Shell, shells } from "../completion/shells.ts";
import { placesOf } from "../completion/tree.ts";
import { print } from "../output.ts";
import type { GlobalOptions } from "../session.ts";

export function addCompletion(program: Command): void {
  const hints = Object.values(installHints).map((hint) => `  ${hint}`).join("\n");
  program.command("completion")
    .description("print what teaches a shell to complete flora's commands with Tab")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .addHelpText("after", `\nTo keep it:\n${hints}`)
    .action((shell: Shell, _options, command: Command) => {
      const script = completionScript(shell, placesOf(program)).trimEnd();
      print(command.optsWithGlobals<GlobalOptions>().json ? JSON.stringify({ shell, script }) : script);
    });
}

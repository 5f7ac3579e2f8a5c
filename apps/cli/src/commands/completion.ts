import { Argument, type Command } from "commander";
import { completionScript, installHints, type Shell, shells } from "../completion/shells.ts";
import { placesOf } from "../completion/tree.ts";
import { print } from "../output.ts";

export function addCompletion(program: Command): void {
  const hints = Object.values(installHints).map((hint) => `  ${hint}`).join("\n");
  program.command("completion")
    .description("print what teaches a shell to complete flora's commands with Tab")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .addHelpText("after", `\nTo keep it:\n${hints}`)
    .action((shell: Shell) => print(completionScript(shell, placesOf(program)).trimEnd()));
}

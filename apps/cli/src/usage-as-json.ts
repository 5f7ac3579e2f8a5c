import type { Command, CommanderError } from "commander";
import { eachCommand } from "./examples.ts";
import { exitCodes, reportFailure, UsageError } from "./failure.ts";
import { print } from "./output.ts";

/** Keeps help, version and complaints of a program to itself; answers how to tell them as one JSON value, with the exit code. */
export function holdWords(program: Command): (error: CommanderError) => number {
  let words = "";
  eachCommand(program, (command) => {
    command.configureOutput({ writeOut: (text) => words += text, writeErr: () => {} });
  });
  return ({ code, exitCode, message }) => {
    if (exitCode !== 0) return reportFailure(new UsageError(complaint(code, message)), true);
    print(JSON.stringify({ [code === "commander.version" ? "version" : "help"]: words.trimEnd() }));
    return exitCodes.ok;
  };
}

function complaint(code: string, message: string): string {
  if (code === "commander.help") return "Cannot run this: name one of its commands, --help lists them";
  return message.replace(/^error: /, "");
}

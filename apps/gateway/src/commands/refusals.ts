/** @module Why commands are refused, each place named by the command and its field. */
import type { Refusal } from "@flora/discord";
import { type CommandDefinition, ControlError } from "@flora/model";
import type { CommandProblem } from "@flora/ops/commands/check";
import { flattenErrors } from "./form-errors.ts";

interface Problem {
  /** `commands.0.options.1.name`. */
  field: string;
  command: string | undefined;
  code?: string;
  message: string;
}

/** For what breaks Discord's rules as they are known here. */
export function notValid(
  problems: readonly CommandProblem[],
  commands: readonly CommandDefinition[],
): ControlError {
  return rejected(
    problems.map(({ path, message }) => ({ field: path, command: nameAt(path, commands), message })),
  );
}

/** For what Discord refuses; `index` says which command was sent, where it was one alone. */
export function notRegistered(
  refusal: Refusal,
  commands: readonly CommandDefinition[],
  index?: number,
): ControlError {
  if (refusal.kind !== "discord" || refusal.status! >= 500) {
    const hint = refusal.retryAfterMs ? `, try again in ${Math.ceil(refusal.retryAfterMs / 1000)} s` : "";
    return new ControlError("UNAVAILABLE", `Cannot register commands: ${refusal.message}${hint}`);
  }
  const prefix = index === undefined ? ["commands"] : ["commands", String(index)];
  const problems = flattenErrors(refusal.fields).map(({ path, code, message }) => {
    const field = [...prefix, ...path].join(".");
    return { field, command: nameAt(field, commands), code, message };
  });
  if (problems.length > 0) return rejected(problems);
  return new ControlError("COMMANDS_REJECTED", `Cannot register commands: ${refusal.message}`);
}

function rejected(problems: Problem[]): ControlError {
  const { field, command, message } = problems[0]!;
  const place = command === undefined ? "commands" : `command "${command}"`;
  const within = field.split(".").slice(2).join(".");
  return new ControlError(
    "COMMANDS_REJECTED",
    `Cannot register ${place}: ${within === "" ? message : `${within}: ${message}`}`,
    { field, problems },
  );
}

function nameAt(field: string, commands: readonly CommandDefinition[]): string | undefined {
  return commands[Number(field.split(".")[1])]?.name;
}

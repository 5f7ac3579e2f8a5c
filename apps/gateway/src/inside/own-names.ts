/** @module Keeps the names of flora's own commands for flora, whichever way a script registers commands. */
import type { DiscordRequestInput, DiscordResponse } from "@flora/discord";
import { type CommandDefinition, ControlError } from "@flora/model";
import { isOwnName } from "./definitions.ts";

const why = "flora answers it itself, in every server; choose another name";

/** Throws ControlError COMMANDS_REJECTED. */
export function checkOwnNames(commands: readonly CommandDefinition[]): void {
  const index = commands.findIndex(isOwnName);
  if (index < 0) return;
  throw new ControlError("COMMANDS_REJECTED", `Cannot register command "${commands[index]!.name}": ${why}`, {
    field: `commands.${index}.name`,
  });
}

/** The refusal of a request that would register one of them; undefined for all others. */
export function refuseOwnNames({ route, body }: DiscordRequestInput): DiscordResponse | undefined {
  if (!/^commands\.(create|edit|replace)$/.test(route)) return undefined;
  const commands = (Array.isArray(body) ? body : [body]) as ({ type?: number; name?: unknown } | null)[];
  // A change of an existing one does not say its type.
  const taken = commands.find((one) =>
    one &&
    (isOwnName(one) || (route === "commands.edit" && [1, 3].some((type) => isOwnName({ ...one, type }))))
  );
  if (!taken) return undefined;
  return { ok: false, kind: "invalid", message: `command "${taken.name}": ${why}`, path: "body.name" };
}

/** @module Makes flora's own commands known to Discord, where it does not have them as they are now. */
import type { REST } from "@discordjs/rest";
import type { CommandDefinition } from "@flora/model";
import { canonicalCommands } from "../commands/canonical.ts";
import { ownCommands } from "./definitions.ts";

/** Other commands of the application are left as they are. Answers how many were sent. */
export async function registerOwn(rest: REST, applicationId: string): Promise<number> {
  const path = `/applications/${applicationId}/commands` as const;
  const known = await rest.get(path) as CommandDefinition[];
  const texts = new Set(textsOf(known));
  const wanted = textsOf(ownCommands as CommandDefinition[]);
  const changed = ownCommands.filter((_, index) => !texts.has(wanted[index]!));
  // What has the name already is overwritten.
  for (const command of changed) await rest.post(path, { body: command });
  return changed.length;
}

function textsOf(commands: CommandDefinition[]): string[] {
  return canonicalCommands(commands).map(({ text }) => text);
}

import type { Channel, Wire } from "../state/types.ts";
import type { World } from "../state/world.ts";
import { reject } from "./errors.ts";
import { resolveChannel, type Resolved, resolveRole, resolveUser } from "./options.ts";

/** Checks picked values against a select menu and resolves the ids among them. */
export function pick(
  world: World,
  channel: Channel,
  menu: Wire,
  values: string[],
  resolved: Resolved,
): string[] {
  const { min_values: least = 1, max_values: most = 1 } = menu as {
    min_values?: number;
    max_values?: number;
  };
  if (values.length < least || values.length > most) {
    reject("values", `Cannot pick ${values.length} values: the menu takes ${least} to ${most}`);
  }
  const reading = { world, channel, guild: world.guildOf(channel), resolved };
  for (const [index, value] of values.entries()) {
    const offered = menu.options as { value: string }[] | undefined;
    const known = menu.type === 3
      ? offered?.some((option) => option.value === value)
      : menu.type === 8
      ? resolveChannel(reading, value, menu.channel_types as number[] | undefined)
      : (menu.type !== 6 && resolveUser(reading, value)) || (menu.type !== 5 && resolveRole(reading, value));
    if (!known) reject(`values.${index}`, `Cannot pick "${value}": the menu does not offer it`);
  }
  return values;
}

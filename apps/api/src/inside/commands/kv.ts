import type { Command } from "../ask.ts";
import { head, inline, moment } from "../text.ts";

/** Shows a value that the script keeps. */
export const kvGet: Command = async ({ client, guildId, options, scrub }) => {
  const [store, key] = [String(options.store), String(options.key)];
  const found = await client.kv.get(guildId, store, key);
  if (!found) return `There is no key ${inline(key)} in the store ${inline(store)}.`;
  const { value, expiration, metadata } = found;
  const end = expiration === undefined ? "" : `, gone ${moment(expiration * 1000)}`;
  const about = metadata === undefined || metadata === null
    ? ""
    : `\nMetadata: ${inline(scrub(JSON.stringify(metadata)), 200)}`;
  return `${inline(store)} / ${inline(key)}${end}${about}\n${head(scrub(value), 1_400)}`;
};

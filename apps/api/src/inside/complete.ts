/** @module What an option of flora's own commands could be. */
import type { Ask } from "./ask.ts";

export interface Choice {
  name: string;
  value: string;
}

type Suggest = (ask: Pick<Ask, "client" | "guildId" | "options">, typed: string) => Promise<Choice[]>;

const MOST = 25;
const LONGEST = 100;

/** By command and option. */
const suggestions: Record<string, Suggest> = {
  "rollback revision": async ({ client, guildId }) => {
    const { deployments } = await client.history(guildId, { limit: 100 });
    const [live, ...earlier] = deployments;
    const seen = new Set([live?.revisionId]);
    return earlier.filter(({ revisionId }) => !seen.has(revisionId) && seen.add(revisionId)).map((one) => ({
      name: `${one.number} · ${
        new Date(one.createdAt).toISOString().slice(0, 16).replace("T", " ")
      } · ${one.createdBy}`,
      value: one.revisionId,
    }));
  },
  "settings key": async ({ client, guildId }) =>
    (await client.settings(guildId)).settings.map(({ key, label }) => ({
      name: `${key} · ${label}`,
      value: key,
    })),
  "kv get store": async ({ client, guildId }) =>
    (await client.kv.stores(guildId)).stores.map(({ name }) => ({ name, value: name })),
  "kv get key": async ({ client, guildId, options }, typed) => {
    if (typeof options.store !== "string") return [];
    const { keys } = await client.kv.keys(guildId, options.store, { prefix: typed, limit: MOST });
    return keys.map(({ name }) => ({ name, value: name }));
  },
};

/** At most 25, those that hold what is typed. Never rejects. */
export async function complete(
  ask: Pick<Ask, "client" | "guildId" | "options">,
  { command, option, typed }: { command: string; option: string; typed: string },
): Promise<Choice[]> {
  const suggest = Object.hasOwn(suggestions, `${command} ${option}`)
    ? suggestions[`${command} ${option}`]
    : undefined;
  const all = await suggest?.(ask, typed).catch(() => []) ?? [];
  const wanted = typed.toLowerCase();
  return all
    // A value that Discord does not take could not be chosen.
    .filter(({ name, value }) =>
      value !== "" && value.length <= LONGEST && `${name} ${value}`.toLowerCase().includes(wanted)
    )
    .slice(0, MOST)
    .map(({ name, value }) => ({ name: name.slice(0, LONGEST).toWellFormed(), value }));
}

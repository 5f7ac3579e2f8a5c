import { ApiError } from "@flora/api-client";
import type { Deployment } from "@flora/model";
import type { GuildUsage } from "@flora/protocol/api";
import type { Ask, Command } from "../ask.ts";
import { inline, moment } from "../text.ts";

const MIB = 1024 * 1024;
const MOST_NAMES = 20;

/** What runs, and how it is. */
export const status: Command = async ({ client, guildId }) => {
  const deployment = await current({ client, guildId });
  if (!deployment) {
    return "Nothing is deployed here. `/flora deploy` puts a script live, `/flora help` says how.";
  }
  const usage = await client.usage(guildId);
  return [...describe(deployment, usage), ...manifestLines(deployment)].join("\n");
};

/** Undefined where nothing is deployed. */
export async function current(
  { client, guildId }: Pick<Ask, "client" | "guildId">,
): Promise<Deployment | undefined> {
  try {
    return await client.deployment(guildId);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function describe(deployment: Deployment, { events, runsOn, kv }: GuildUsage): string[] {
  const { number, revisionId, createdAt, createdBy, pausedAt } = deployment;
  const state = pausedAt !== undefined
    ? `**Paused** ${moment(pausedAt)}`
    : runsOn?.state === "failed"
    ? "**Put aside** for a while: the script failed too often, see `/flora logs`"
    : "**Live**";
  const errors = events.errors === 0
    ? "no errors"
    : `${events.errors} with an error (\`/flora logs level:error\`)`;
  return [
    `${state}: deployment ${number} (${inline(revisionId)}), by ${inline(createdBy)} ${moment(createdAt)}`,
    `${events.dispatches} events handled since ${moment(events.countedSince)}, ${errors}`,
    `${(kv.usedBytes / MIB).toFixed(1)} of ${Math.round(kv.quotaBytes / MIB)} MiB kept`,
  ];
}

function manifestLines({ manifest }: Deployment): string[] {
  const line = (title: string, names: string[]) => {
    if (names.length === 0) return [];
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    return [`${title}: ${names.slice(0, MOST_NAMES).map((name) => inline(name, 40)).join(" ")}${more}`];
  };
  return [
    ...line("Events", manifest.events),
    ...line("Commands", [
      ...manifest.commands.map(({ name, type = 1 }) => type === 1 ? `/${name}` : name),
      ...manifest.prefixCommands.map((name) => `${manifest.prefix ?? ""}${name}`),
    ]),
    ...line("Crons", manifest.crons.map(({ name }) => name)),
    ...line("Webhooks", manifest.webhooks.map(({ name }) => name)),
  ];
}

/** @module Which intents to ask Discord for: what the guild cache needs and what scripts want, under a ceiling. */
import { ApplicationFlags, GatewayIntentBits as I } from "discord-api-types/v10";
import type { Manifest } from "@flora/model";
import { publicEvents } from "./events.ts";

/** The guild cache cannot be kept current without these. */
const BASE_INTENTS: number = I.Guilds | I.GuildExpressions;
/** Discord refuses these (close code 4014) until they are switched on for the application. */
export const PRIVILEGED_INTENTS: number = I.GuildMembers | I.GuildPresences | I.MessageContent;

/** Events whose payload is empty without the text of messages. */
const WITH_CONTENT = new Set(["messageCreate", "messageUpdate"]);

/** The intents one script needs. */
export function wantedIntents(manifest: Manifest): number {
  let bits = 0;
  for (const event of manifest.events) {
    bits |= publicEvents.get(event) ?? 0;
    if (WITH_CONTENT.has(event)) bits |= I.MessageContent;
  }
  if (manifest.prefixCommands.length > 0) bits |= I.GuildMessages | I.MessageContent;
  return bits;
}

/** The intents all scripts together need, without what the operator does not allow. */
export function computeIntents(wanted: Iterable<number>, ceiling: number): number {
  let bits = BASE_INTENTS;
  for (const one of wanted) bits |= one & ceiling;
  return bits;
}

/** Privileged intents that are switched on, by the application's flags; small bots have the limited kind. */
export function grantedIntents(flags: number): number {
  const pairs: [number, number][] = [
    [I.GuildPresences, ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited],
    [I.GuildMembers, ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited],
    [
      I.MessageContent,
      ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
    ],
  ];
  return pairs.reduce((bits, [intent, either]) => (flags & either) !== 0 ? bits | intent : bits, 0);
}

/** The bits of intents by their names, such as `GuildMessages`. */
export function intentBits(names: readonly string[]): number {
  return names.reduce((bits, name) => bits | ((I as unknown as Record<string, number>)[name] ?? 0), 0);
}

/** The names of a bit field, for people. */
export function intentNames(bits: number): string[] {
  const aliases = new Set(["GuildBans", "GuildEmojisAndStickers"]);
  return Object.entries(I).flatMap(([name, bit]) =>
    typeof bit === "number" && (bits & bit) !== 0 && !aliases.has(name) ? [name] : []
  );
}

import { call } from "@flora/sdk/testing/discord";
import { until } from "@flora/model/until";
import type { Chat } from "./chat.ts";
import { chatCommands } from "./commands.ts";
import { optionsOf, type Registered } from "./options.ts";

/** How a line may go on: the candidates, and the end of the line they replace. */
export type Completion = [candidates: string[], replaced: string];

/** What Tab offers for a line. The script itself is asked where an option completes itself. */
export async function complete(chat: Chat, line: string): Promise<Completion> {
  const last = /\S*$/.exec(line)![0];
  if (chat.fillsForm) return [[], last];
  if (last.startsWith("@") || last.startsWith("#")) return fit(mentions(chat), last);
  if (!line.startsWith("/")) return [[], last];
  if (last === line) return fit(firstWords(chat), last);
  const [, word, rest] = /^\/(\S+)\s+([^]*)$/.exec(line)!;
  if (Object.hasOwn(chatCommands, word!)) return fit(wordsAfter(chat, word!), last);
  return await completeCommand(chat, word!.replace(/^\//, ""), rest!, last);
}

function fit(candidates: string[], start: string): Completion {
  return [candidates.filter((one) => one.toLowerCase().startsWith(start.toLowerCase())), start];
}

function mentions({ parts: { lookup } }: Chat): string[] {
  const roles = [...lookup.guild.roles.values()].map(({ name }) => name).filter((name) =>
    name !== "@everyone"
  );
  return [
    ...[...lookup.members, ...roles].map((name) => `@${name}`),
    ...lookup.channels.map(({ name }) => `#${name}`),
  ];
}

function firstWords({ parts: { lookup } }: Chat): string[] {
  const scripts = lookup.commands().map(({ name }) => name);
  return [...scripts.map((name) => `/${name} `), ...Object.keys(chatCommands).map((name) => `/${name} `)];
}

function wordsAfter({ parts: { lookup } }: Chat, word: string): string[] {
  if (["as", "leave"].includes(word)) return lookup.members.map((name) => `${name} `);
  return word === "channel" ? lookup.channels.map(({ name }) => name) : [];
}

async function completeCommand(chat: Chat, name: string, rest: string, last: string): Promise<Completion> {
  const command = chat.parts.lookup.commands().find((one) => one.name === name);
  if (!command) return [[], last];
  const path: string[] = [];
  let options = optionsOf(command);
  const words = rest.split(/\s+/);
  while (options.some(({ type }) => (type as number) <= 2)) {
    const word = words.shift() ?? "";
    const found = options.find((one) => one.name === word);
    if (!found || words.length === 0) return fit(options.map((one) => `${one.name} `), last);
    path.push(word);
    options = found.options ?? [];
  }
  const [, option, typed] = /(?:^|\s)([^\s":]+):([^:]*)$/.exec(rest) ?? [];
  const chosen = options.find((one) => one.name === option);
  if (!chosen) {
    const left = options.filter((one) => !rest.includes(`${one.name}:`));
    return fit(left.map((one) => `${one.name}:`), last);
  }
  return fit(await valuesOf(chat, name, path, chosen, typed!), typed!);
}

async function valuesOf(
  chat: Chat,
  name: string,
  path: string[],
  option: Registered,
  typed: string,
): Promise<string[]> {
  const { lookup } = chat.parts;
  if (option.choices?.length) return option.choices.map((one) => one.name);
  if (option.autocomplete) return await ask(chat, name, path, option.name, typed);
  const roles = () => [...lookup.guild.roles.values()].map((one) => one.name);
  const offers: Record<number, () => string[]> = {
    5: () => ["true", "false"],
    6: () => lookup.members,
    7: () => lookup.channels.map((one) => one.name),
    8: roles,
    9: () => [...lookup.members, ...roles()],
  };
  return offers[option.type as number]?.() ?? [];
}

/** What the script suggests. */
async function ask(
  chat: Chat,
  name: string,
  path: string[],
  option: string,
  text: string,
): Promise<string[]> {
  const { discordUrl } = chat.parts.guild;
  const options = path.reduceRight<object>((inner, one) => ({ [one]: inner }), { [option]: text });
  const body = { userId: chat.member.id, name, options, focused: option };
  const path_ = `/channels/${chat.channelId}/autocomplete`;
  const { id } = await call<{ id: string }>(discordUrl, "POST", path_, body);
  type View = { choices: { name: string }[] | null };
  const seen = async () => (await call<View>(discordUrl, "GET", `/interactions/${id}`)).choices ?? undefined;
  return (await until(`suggestions for ${option}`, seen)).map((one) => one.name);
}

import type { APIApplicationCommandOption } from "discord-api-types/v10";
import type { Command } from "@flora/discord-emulator/state/types";
import { ChatError, type Lookup } from "./lookup.ts";

/** An option as it is registered, whatever its type. */
export type Registered = APIApplicationCommandOption & {
  options?: Registered[];
  choices?: { name: string; value: string | number }[];
  autocomplete?: boolean;
};

/** A slash command as it was typed: which of its subcommands, and the text of each option. */
export interface TypedCommand {
  /** Names of group and subcommand, where it has them. */
  path: string[];
  /** The options of the command or of the subcommand that was named. */
  registered: Registered[];
  values: Map<string, string>;
}

const SUBCOMMANDS = [1, 2];

/** Options of a command, subcommands among them. */
export function optionsOf(command: Command): Registered[] {
  return (command.body.options as Registered[] | undefined) ?? [];
}

/** How a command is used, in one line. */
export function usageOf(name: string, options: Registered[]): string[] {
  if (!options.some(({ type }) => SUBCOMMANDS.includes(type))) {
    const words = options.map(({ name, required }) => required ? `${name}:…` : `[${name}:…]`);
    return [[`/${name}`, ...words].join(" ")];
  }
  return options.flatMap((one) => usageOf(`${name} ${one.name}`, one.options ?? []));
}

/**
 * Reads what follows a command's name: subcommands as words, then `option:value` in any order, values with blanks in
 * quotes or up to the next option. Text without a name is the value of the first option.
 */
export function readCommand(command: Command, text: string): TypedCommand {
  const path: string[] = [];
  let registered = optionsOf(command);
  let rest = text.trim();
  while (registered.some(({ type }) => SUBCOMMANDS.includes(type))) {
    const [word = "", after = ""] = splitWord(rest);
    const found = registered.find(({ name }) => name === word);
    if (!found) {
      const known = registered.map(({ name }) => name).join(", ");
      throw new ChatError(`use /${[command.name, ...path].join(" ")}: say which of ${known}`);
    }
    path.push(word);
    registered = found.options ?? [];
    rest = after;
  }
  return { path, registered, values: readValues(registered, rest) };
}

function readValues(registered: Registered[], text: string): Map<string, string> {
  const values = new Map<string, string>();
  const marks = findMarks(registered.map(({ name }) => name), text);
  const loose = unquote(text.slice(0, marks[0]?.from ?? text.length));
  const [first] = registered;
  if (loose !== "" && first && !marks.some(({ name }) => name === first.name)) values.set(first.name, loose);
  else if (loose !== "") {
    const known = registered.map(({ name }) => `${name}:`).join(" ") || "none";
    throw new ChatError(`read "${loose}": it belongs to no option, there are ${known}`);
  }
  for (const [index, { name, after }] of marks.entries()) {
    values.set(name, unquote(text.slice(after, marks[index + 1]?.from ?? text.length)));
  }
  return values;
}

/** Where `name:` stands in the text, outside of quotes. */
function findMarks(names: string[], text: string): { name: string; from: number; after: number }[] {
  const marks: { name: string; from: number; after: number }[] = [];
  for (const match of text.matchAll(/"(?:\\.|[^"\\])*"|(?<=^|\s)([^\s":]+):/g)) {
    const [all, name] = match;
    if (name !== undefined && names.includes(name)) {
      marks.push({ name, from: match.index, after: match.index + all.length });
    }
  }
  return marks;
}

function unquote(text: string): string {
  const trimmed = text.trim();
  const quoted = /^"((?:\\.|[^"\\])*)"$/s.exec(trimmed)?.[1];
  return quoted === undefined ? trimmed : quoted.replace(/\\(.)/g, "$1");
}

/** The values as Discord would send them, nested in their subcommands. */
export async function bindValues(lookup: Lookup, typed: TypedCommand): Promise<Record<string, unknown>> {
  const bound: [string, unknown][] = [];
  for (const [name, text] of typed.values) {
    bound.push([name, await bindValue(lookup, typed.registered.find((one) => one.name === name)!, text)]);
  }
  return typed.path.reduceRight<Record<string, unknown>>(
    (inner, name) => ({ [name]: inner }),
    Object.fromEntries(bound),
  );
}

async function bindValue(lookup: Lookup, option: Registered, text: string): Promise<unknown> {
  const choice = option.choices?.find(({ name, value }) => name === text || String(value) === text);
  if (choice) return choice.value;
  switch (option.type as number) {
    case 4:
    case 10: {
      const number = Number(text);
      if (text === "" || Number.isNaN(number)) {
        throw new ChatError(`read ${option.name}: "${text}" is no number`);
      }
      return number;
    }
    case 5:
      return /^(true|yes|on|1)$/i.test(text);
    case 6:
      return lookup.memberId(text);
    case 7:
      return lookup.channelId(text);
    case 8:
      return lookup.roleId(text);
    case 9:
      return lookup.mentionableId(text);
    case 11:
      return { filename: text.split(/[/\\]/).at(-1)!, content: await readText(text) };
    default:
      return text;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    throw new ChatError(`attach "${path}": it is no readable text file`);
  }
}

/** The first word and what follows it. */
export function splitWord(text: string): [string, string] {
  const [, word = "", rest = ""] = /^(\S*)\s*([^]*)$/.exec(text.trimStart())!;
  return [word, rest];
}

/** @module From an interaction to the function of the command, subcommand or option it is for. */
import { ops } from "../runtime/wall.ts";
import type { AutocompleteContext, CommandContext } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";
import { focusedOption, readPath } from "./options.ts";
import {
  type Choice,
  type SlashCommand,
  type SlashOption,
  type SlashSubcommand,
  toChoice,
} from "./slash-definition.ts";

/** Handlers of `autocomplete()`, by command path and option. */
export const suggestions = new Map<string, (ctx: AutocompleteContext) => Choice[] | Promise<Choice[]>>();

const AUTOCOMPLETE = 4;
const SUGGEST = 8;
const MOST_CHOICES = 25;

/** Runs what one interaction asks of these commands; nothing for commands that are not among them. */
export async function runSlash(commands: Map<string, SlashCommand>, ctx: CommandContext): Promise<void> {
  const command = commands.get(ctx.msg.commandName);
  if (!command) return;
  const { group, subcommand } = readPath(ctx.msg.data);
  const path = [group, subcommand].filter((name) => name !== undefined);
  const called = find(command, path);
  if (ctx.msg.type === AUTOCOMPLETE) {
    const options = called?.options ?? optionsAt(command, path);
    return await suggest([command.name, ...path].join(" "), options, ctx);
  }
  // A subcommand written as an option has no function of its own: the command's runs.
  await (called?.run ?? command.run)?.(ctx);
}

function find(command: SlashSubcommand, path: string[]): SlashSubcommand | undefined {
  let found: SlashSubcommand | undefined = command;
  for (const name of path) found = found?.subcommands?.find((child) => child.name === name);
  return found;
}

function optionsAt(command: SlashCommand, path: string[]): SlashOption[] {
  let options = command.options ?? [];
  for (const name of path) options = options.find((child) => child.name === name)?.options ?? [];
  return options;
}

async function suggest(path: string, options: SlashOption[], ctx: CommandContext): Promise<void> {
  const focused = focusedOption(ctx.msg.data);
  if (!focused) return;
  const defined = options.find(({ name }) => name === focused.name)?.autocomplete;
  const source = typeof defined === "function" ? defined : suggestions.get(`${path} ${focused.name}`);
  if (!source) return;
  const given = { name: focused.name, value: focused.value as string | number };
  const choices = await source({ ...ctx, focused: given } as unknown as AutocompleteContext);
  if (!Array.isArray(choices)) {
    throw invalidArgument("", `Cannot suggest values of ${path} ${focused.name}: the handler gave no list`);
  }
  await ops.interactions.respond({
    interaction: ctx.msg.interactionToken,
    type: SUGGEST,
    data: { choices: choices.slice(0, MOST_CHOICES).map(toChoice) },
  });
}

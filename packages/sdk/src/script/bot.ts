import { console } from "../web/console.ts";
import { isSlash, type PrefixCommand } from "./commands.ts";
import type { CommandContext, MessageContext } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";
import { addCommands, addHandler, addPrefixCommands } from "./registry.ts";
import { type SlashCommand, toDefinition } from "./slash-definition.ts";
import { runSlash } from "./slash-run.ts";

export interface BotOptions {
  /** What a message starts with to call a command; `!` by default. */
  prefix?: string;
  /** Commands of both kinds. */
  commands?: (PrefixCommand | SlashCommand)[];
  prefixCommands?: PrefixCommand[];
  slashCommands?: SlashCommand[];
}

const MAX_PREFIX = 16;

let created = false;

/** Registers the commands of this guild, once. Slash commands reach Discord only when their definition has changed. */
export function createBot(
  { prefix = "!", commands = [], prefixCommands = [], slashCommands = [] }: BotOptions = {},
): void {
  if (created) return console.warn("createBot was called twice; the second call is ignored");
  created = true;
  if (typeof prefix !== "string" || prefix === "" || prefix.length > MAX_PREFIX) {
    throw invalidArgument("prefix", `The prefix must have 1 to ${MAX_PREFIX} characters`);
  }
  const slash = [...commands.filter(isSlash), ...slashCommands];
  const texts = [...commands.filter((command) => !isSlash(command)) as PrefixCommand[], ...prefixCommands];
  if (texts.length > 0) usePrefix(prefix, byName("prefix", texts));
  if (slash.length > 0) useSlash(byName("slash", slash));
}

function byName<C extends { name: string }>(kind: string, commands: C[]): Map<string, C> {
  const named = new Map<string, C>();
  for (const command of commands) {
    if (named.has(command.name)) {
      throw invalidArgument("commands", `There are two ${kind} commands called ${command.name}`);
    }
    named.set(command.name, command);
  }
  return named;
}

function usePrefix(prefix: string, commands: Map<string, PrefixCommand>): void {
  addPrefixCommands(prefix, [...commands.keys()]);
  const run = async (ctx: MessageContext) => {
    const { content, author } = ctx.msg;
    if (author.bot || !content?.startsWith(prefix)) return;
    const [name, ...args] = content.slice(prefix.length).trim().split(/\s+/);
    await commands.get(name!)?.run(Object.assign(ctx, { args }));
  };
  addHandler("messageCreate", run, false);
}

function useSlash(commands: Map<string, SlashCommand>): void {
  addCommands([...commands.values()].map(toDefinition));
  addHandler("interactionCreate", (ctx: CommandContext) => runSlash(commands, ctx), false);
}

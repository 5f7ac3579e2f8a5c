import { console } from "../web/console.ts";
import { isContextMenu, isSlash, type PrefixCommand } from "./commands.ts";
import type { CommandContext, MenuContext, MessageContext } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";
import { addCommands, addHandler, addPrefixCommands } from "./registry.ts";
import { type ContextMenu, type SlashCommand, toDefinition, toMenuDefinition } from "./slash-definition.ts";
import { runSlash } from "./slash-run.ts";

/** What {@link createBot} takes. */
export interface BotOptions {
  /** What a message starts with to call a command; `!` by default. */
  prefix?: string;
  /** Commands of every kind. */
  commands?: (PrefixCommand | SlashCommand | ContextMenu)[];
  prefixCommands?: PrefixCommand[];
  slashCommands?: SlashCommand[];
}

const MAX_PREFIX = 16;

let created = false;

/**
 * Registers the commands of this guild, once. Slash commands reach Discord only when their definition has changed.
 *
 * @example
 * const ping = prefix({ name: "ping", run: (ctx) => ctx.reply("pong") });
 * const hello = slash({ name: "hello", description: "Greets", run: (ctx) => ctx.reply("Hi!") });
 * createBot({ prefix: "!", commands: [ping, hello] });
 */
export function createBot(
  { prefix = "!", commands = [], prefixCommands = [], slashCommands = [] }: BotOptions = {},
): void {
  if (created) return console.warn("createBot was called twice; the second call is ignored");
  created = true;
  if (typeof prefix !== "string" || prefix === "" || prefix.length > MAX_PREFIX) {
    throw invalidArgument("prefix", `The prefix must have 1 to ${MAX_PREFIX} characters`);
  }
  const slash = [...commands.filter(isSlash), ...slashCommands];
  const menus = commands.filter(isContextMenu);
  const texts = commands.filter((command) => !isSlash(command) && !isContextMenu(command)) as PrefixCommand[];
  texts.push(...prefixCommands);
  if (texts.length > 0) usePrefix(prefix, byName("prefix", texts));
  const definitions = [...slash.map(toDefinition), ...menus.map(toMenuDefinition)];
  if (definitions.length > 0) addCommands(definitions);
  if (slash.length > 0) useSlash(byName("slash", slash));
  if (menus.length > 0) useMenus(menus);
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
    const { author } = ctx.msg;
    const content = ctx.msg.content?.trim();
    if (author.bot || !content?.startsWith(prefix)) return;
    const [name, ...args] = content.slice(prefix.length).trim().split(/\s+/);
    await commands.get(name!)?.run(Object.assign(ctx, { args }));
  };
  addHandler("messageCreate", run, false);
}

/** Discord's types of a used command. */
const SLASH = 1, USER_MENU = 2, MESSAGE_MENU = 3;

function useSlash(commands: Map<string, SlashCommand>): void {
  addHandler("interactionCreate", (ctx: CommandContext) => {
    if ((ctx.msg.data.type ?? SLASH) === SLASH) return runSlash(commands, ctx);
  }, false);
}

function useMenus(menus: ContextMenu[]): void {
  const users = byName("user menu", menus.filter(({ type }) => type === "user"));
  const messages = byName("message menu", menus.filter(({ type }) => type === "message"));
  addHandler("interactionCreate", (ctx: MenuContext) => {
    const { type, name, target_id, resolved } = ctx.msg.data;
    const menu = type === USER_MENU
      ? users.get(name)
      : type === MESSAGE_MENU
      ? messages.get(name)
      : undefined;
    const target = resolved?.[type === USER_MENU ? "users" : "messages"]?.[target_id];
    return menu?.run(Object.assign(ctx, { targetId: target_id, target }));
  }, false);
}

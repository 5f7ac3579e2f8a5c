import type { PrefixContext } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";
import type { ContextMenu, SlashCommand } from "./slash-definition.ts";

/** A command that a message calls. */
export interface PrefixCommand {
  /** The word after the prefix; no white space. */
  name: string;
  description?: string;
  /**
   * What it does. `ctx.args` are the words after the command's name.
   *
   * @example
   * createBot({ commands: [prefix({ name: "ping", run: (ctx) => ctx.reply("pong") })] });
   */
  run(ctx: PrefixContext): unknown;
}

const slashCommands = new WeakSet<object>();
const contextMenus = new WeakSet<object>();

/**
 * A command that is called by a message, such as `!ping`. Give it to {@link createBot}.
 *
 * @example
 * const say = prefix({ name: "say", run: (ctx) => ctx.reply(ctx.args.join(" ") || "…") });
 * createBot({ commands: [say] });
 */
export function prefix<C extends PrefixCommand>(command: C): C {
  checkName("prefix", command);
  if (/\s/.test(command.name)) {
    throw invalidArgument(
      "name",
      `Prefix command ${JSON.stringify(command.name)} has white space in its name`,
    );
  }
  checkRun("prefix", command);
  return command;
}

/**
 * A slash command of this guild, with options or subcommands. Give it to {@link createBot}.
 *
 * @example
 * const roll = slash({
 *   name: "roll",
 *   description: "Rolls a die",
 *   options: [{ name: "sides", description: "How many", type: "integer", min: 2, max: 100 }],
 *   run: (ctx) => ctx.reply(String(1 + Math.floor(Math.random() * Number(ctx.options.sides ?? 6)))),
 * });
 * createBot({ commands: [roll] });
 */
export function slash<C extends SlashCommand>(command: C): C {
  checkName("slash", command);
  if (!command.subcommands) checkRun("slash", command);
  slashCommands.add(command);
  return command;
}

/**
 * An entry of the menu of a user or a message. Give it to {@link createBot}.
 *
 * @example
 * const quote = contextMenu({ name: "Quote", type: "message", run: (ctx) => ctx.reply(`Message ${ctx.targetId}`) });
 * createBot({ commands: [quote] });
 */
export function contextMenu<C extends ContextMenu>(menu: C): C {
  checkName("context menu", menu);
  checkRun("context menu", menu);
  contextMenus.add(menu);
  return menu;
}

/** Whether it was made by {@link contextMenu}. */
export function isContextMenu(command: object): command is ContextMenu {
  return contextMenus.has(command);
}

/** Whether it was made by {@link slash}. */
export function isSlash(command: object): command is SlashCommand {
  return slashCommands.has(command);
}

function checkName(kind: string, command: { name: string }): void {
  if (typeof command !== "object" || command === null) {
    throw invalidArgument("", `A ${kind} command must be an object`);
  }
  if (typeof command.name !== "string" || command.name === "") {
    throw invalidArgument("name", `A ${kind} command needs a name`);
  }
}

function checkRun(kind: string, command: { name: string; run?: unknown }): void {
  if (typeof command.run !== "function") {
    throw invalidArgument("run", `The ${kind} command ${command.name} needs a function run`);
  }
}

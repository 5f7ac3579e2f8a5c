/** @module Slash commands as scripts write them, and as Discord takes them. */
import type { CommandDefinition } from "@flora/model";
import type { AutocompleteContext, CommandContext, MenuContext } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";

const TYPES = {
  subcommand: 1,
  subcommand_group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** A value to choose. Name 1..100 characters, value text of 1..100 characters or a number. */
export interface Choice {
  name: string;
  value: string | number;
  nameLocalizations?: Record<string, string>;
}

interface Texts {
  /** 1..32 lower-case letters, digits, `-` and `_`. */
  name: string;
  /** 1..100 characters. */
  description: string;
  /** By locale, such as `de`. */
  nameLocalizations?: Record<string, string>;
  descriptionLocalizations?: Record<string, string>;
}

/** An option of a slash command; at most 25 of them. */
export interface SlashOption extends Texts {
  /** `string` by default. */
  type?: keyof typeof TYPES;
  /** Options that are required come before those that are not. */
  required?: boolean;
  /** At most 25. */
  choices?: Choice[];
  /** Least value of a number, least length of a text. */
  min?: number;
  max?: number;
  /** Suggests values while the user types, at most 25; `true` where `autocomplete()` does. */
  autocomplete?: true | ((ctx: AutocompleteContext) => Choice[] | Promise<Choice[]>);
  /** Discord's channel types that may be chosen. */
  channelTypes?: number[];
  /** Of subcommands and groups written as options. */
  options?: SlashOption[];
}

export type Run = (ctx: CommandContext) => unknown;

/** A subcommand, or a group of them. */
export interface SlashSubcommand extends Texts {
  options?: SlashOption[];
  /** Makes it a group. */
  subcommands?: SlashSubcommand[];
  run?: Run;
}

/** A slash command: options or subcommands, and what it runs. */
export interface SlashCommand extends SlashSubcommand {
  /** Permission bits as decimal text; who lacks one of them does not see the command. */
  defaultMemberPermissions?: string;
  nsfw?: boolean;
}

const MENUS = { user: 2, message: 3 } as const;

/** An entry of the menu of a user or a message. */
export interface ContextMenu {
  /** 1..32 characters, spaces and capitals included. */
  name: string;
  /** What it is offered on. */
  type: keyof typeof MENUS;
  nameLocalizations?: Record<string, string>;
  defaultMemberPermissions?: string;
  run: (ctx: MenuContext) => unknown;
}

/** @internal */
export function toMenuDefinition(menu: ContextMenu): CommandDefinition {
  const { name, type, nameLocalizations, defaultMemberPermissions } = menu;
  if (!Object.hasOwn(MENUS, type)) {
    throw invalidArgument(
      "type",
      `Context menu ${name} has type ${JSON.stringify(type)}, known are user, message`,
    );
  }
  return {
    type: MENUS[type],
    name,
    ...(nameLocalizations ? { name_localizations: nameLocalizations } : {}),
    ...(defaultMemberPermissions === undefined
      ? {}
      : { default_member_permissions: String(defaultMemberPermissions) }),
  };
}

/** The body Discord takes. Its rules are judged at deploy, so that a refusal names the place. @internal */
export function toDefinition(command: SlashCommand): CommandDefinition {
  const { defaultMemberPermissions, nsfw } = command;
  return {
    type: 1,
    ...texts(command),
    options: childrenOf(command),
    ...(defaultMemberPermissions === undefined
      ? {}
      : { default_member_permissions: String(defaultMemberPermissions) }),
    ...(nsfw === undefined ? {} : { nsfw }),
  };
}

function texts({ name, description, nameLocalizations, descriptionLocalizations }: Texts) {
  return {
    name,
    description: description ?? "",
    ...(nameLocalizations ? { name_localizations: nameLocalizations } : {}),
    ...(descriptionLocalizations ? { description_localizations: descriptionLocalizations } : {}),
  };
}

function childrenOf({ options = [], subcommands = [] }: SlashSubcommand): object[] {
  return [...subcommands.map(subcommand), ...options.map(option)];
}

function subcommand(command: SlashSubcommand): object {
  const type = command.subcommands ? TYPES.subcommand_group : TYPES.subcommand;
  return { type, ...texts(command), options: childrenOf(command) };
}

function option(given: SlashOption): object {
  const type = TYPES[given.type ?? "string"];
  if (type === undefined) {
    throw invalidArgument(
      "type",
      `Option ${given.name} has type ${JSON.stringify(given.type)}, known are ${
        Object.keys(TYPES).join(", ")
      }`,
    );
  }
  if (type <= TYPES.subcommand_group) {
    return { type, ...texts(given), options: (given.options ?? []).map(option) };
  }
  checkFits(type, given);
  const { required, choices, autocomplete, channelTypes } = given;
  return {
    type,
    ...texts(given),
    ...(required === undefined ? {} : { required }),
    ...(choices ? { choices: choices.map(toChoice) } : {}),
    ...(autocomplete ? { autocomplete: true } : {}),
    ...(channelTypes ? { channel_types: channelTypes } : {}),
    ...bounds(type, given),
  };
}

const WITH_CHOICES: number[] = [TYPES.string, TYPES.integer, TYPES.number];

/** What Discord does not know of an option it would leave out without a word. */
function checkFits(type: number, { name, choices, autocomplete, min, max, channelTypes }: SlashOption): void {
  const refuse = (key: string, kinds: string) => {
    throw invalidArgument(key, `Option ${name} must not have ${key}: only options of type ${kinds} have`);
  };
  if (channelTypes && type !== TYPES.channel) refuse("channelTypes", "channel");
  if (WITH_CHOICES.includes(type)) return;
  const wrong = choices?.length ? "choices" : autocomplete ? "autocomplete" : undefined;
  const bound = min !== undefined ? "min" : max !== undefined ? "max" : undefined;
  if (wrong ?? bound) refuse((wrong ?? bound)!, "string, integer and number");
}

/**
 * Commands as `rest` takes them: Discord's own body as it is, options whose type is a name as `slash` takes them.
 *
 * @internal
 */
export function toBody(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(toBody);
  if (typeof given !== "object" || given === null) return given;
  const { toJSON } = given as { toJSON?: () => object };
  const body: { options?: unknown } = typeof toJSON === "function" ? toJSON.call(given) : given;
  return Array.isArray(body.options) ? { ...body, options: body.options.map(optionBody) } : body;
}

function optionBody(given: unknown): unknown {
  const { name, type } = (given ?? {}) as { name?: unknown; type?: unknown };
  return typeof name === "string" && typeof type !== "number" ? option(given as SlashOption) : toBody(given);
}

function bounds(type: number, { min, max }: SlashOption): object {
  const unit = type === TYPES.string ? "length" : "value";
  return {
    ...(min === undefined ? {} : { [`min_${unit}`]: min }),
    ...(max === undefined ? {} : { [`max_${unit}`]: max }),
  };
}

type ChoiceDefinition = Pick<Choice, "name" | "value"> & { name_localizations?: Record<string, string> };

/** @internal */
export function toChoice({ name, value, nameLocalizations }: Choice): ChoiceDefinition {
  return { name, value, ...(nameLocalizations ? { name_localizations: nameLocalizations } : {}) };
}

import type { AutocompleteContext, CommandContext, MenuContext } from "./context-types.js";
declare const TYPES: {
    readonly subcommand: 1;
    readonly subcommand_group: 2;
    readonly string: 3;
    readonly integer: 4;
    readonly boolean: 5;
    readonly user: 6;
    readonly channel: 7;
    readonly role: 8;
    readonly mentionable: 9;
    readonly number: 10;
    readonly attachment: 11;
};
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
declare const MENUS: {
    readonly user: 2;
    readonly message: 3;
};
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
export {};

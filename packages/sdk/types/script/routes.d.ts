import type { AutocompleteContext, ComponentContext, ModalContext } from "./context-types.js";
import { type Params } from "./pattern.js";
import type { Choice } from "./slash-definition.js";
/**
 * Runs `handler` when a button is pressed or a menu used whose custom id fits `pattern`, such as `vote/:poll/:choice`;
 * the `:parts` arrive in `ctx.params`.
 *
 * @example
 * component("vote/:poll/:choice", async (ctx) => {
 *   const { poll, choice } = ctx.params;
 *   const count = await kv.store("votes").increment(`${poll}/${choice}`);
 *   await ctx.reply({ content: `${count} votes`, ephemeral: true });
 * });
 */
export declare function component<P extends string>(pattern: P, handler: (ctx: ComponentContext & {
    params: Params<P>;
}) => unknown): void;
/**
 * As {@link component}, for forms that are sent off; what was filled in is in `ctx.fields`.
 *
 * @example
 * modal("feedback/:topic", (ctx) => ctx.reply(`Thanks for your words on ${ctx.params.topic}: ${ctx.fields.text}`));
 */
export declare function modal<P extends string>(pattern: P, handler: (ctx: ModalContext & {
    params: Params<P>;
}) => unknown): void;
/**
 * Suggests values of an option that was defined with `autocomplete: true`. `command` is the command's name, with group
 * and subcommand behind it where there are any: `"stats admin reset"`.
 *
 * @example
 * const fruit = slash({
 *   name: "fruit",
 *   description: "Chooses one",
 *   options: [{ name: "which", description: "Which", autocomplete: true }],
 *   run: (ctx) => ctx.reply(String(ctx.options.which)),
 * });
 * autocomplete("fruit", "which", (ctx) =>
 *   ["apple", "pear", "plum"].filter((name) => name.startsWith(String(ctx.focused.value)))
 *     .map((name) => ({ name, value: name })));
 * createBot({ commands: [fruit] });
 */
export declare function autocomplete(command: string, option: string, handler: (ctx: AutocompleteContext) => Choice[] | Promise<Choice[]>): void;

import type { AutocompleteContext, ComponentContext, ModalContext } from "./context-types.ts";
import { invalidArgument } from "./errors.ts";
import { compilePattern, type Matcher, type Params } from "./pattern.ts";
import { addHandler } from "./registry.ts";
import type { Choice } from "./slash-definition.ts";
import { suggestions } from "./slash-run.ts";

interface Route {
  match: Matcher;
  // deno-lint-ignore no-explicit-any -- one shape of parameters per pattern
  handler: (ctx: any) => unknown;
}

/** Handlers by custom id; of several that match, the first that was registered runs. */
function routed(event: string) {
  const routes: Route[] = [];
  return (pattern: string, handler: Route["handler"]): void => {
    if (typeof handler !== "function") {
      throw invalidArgument("handler", `Cannot route ${pattern}: its handler must be a function`);
    }
    if (routes.length === 0) {
      addHandler(event, (ctx) => {
        for (const { match, handler } of routes) {
          const params = match(ctx.msg.data.custom_id);
          if (params) return handler(Object.assign(ctx, { params }));
        }
      });
    }
    routes.push({ match: compilePattern(pattern), handler });
  };
}

const addComponent = routed("componentInteraction");
const addModal = routed("modalSubmit");

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
export function component<P extends string>(
  pattern: P,
  handler: (ctx: ComponentContext & { params: Params<P> }) => unknown,
): void {
  addComponent(pattern, handler);
}

/**
 * As {@link component}, for forms that are sent off; what was filled in is in `ctx.fields`.
 *
 * @example
 * modal("feedback/:topic", (ctx) => ctx.reply(`Thanks for your words on ${ctx.params.topic}: ${ctx.fields.text}`));
 */
export function modal<P extends string>(
  pattern: P,
  handler: (ctx: ModalContext & { params: Params<P> }) => unknown,
): void {
  addModal(pattern, handler);
}

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
export function autocomplete(
  command: string,
  option: string,
  handler: (ctx: AutocompleteContext) => Choice[] | Promise<Choice[]>,
): void {
  if (typeof handler !== "function") {
    throw invalidArgument(
      "handler",
      `Cannot autocomplete ${command} ${option}: the handler must be a function`,
    );
  }
  suggestions.set(`${command} ${option}`, handler);
}

/** @module What forms are made of. */
import * as library from "@discordjs/builders";
import type { APILabelComponent, APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { toDiscord } from "../script/keys.ts";
import { type Builder, flat, initial, type Listed } from "./builder.ts";
import { child } from "./layout.ts";

/**
 * A caption around an input of a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(new LabelBuilder("Your name").setComponent(inputText("name")))));
 */
export class LabelBuilder extends library.LabelBuilder {
  constructor(label?: string | Partial<APILabelComponent>) {
    super(initial(label, (label) => ({ label })));
  }

  /** A text input, a select menu or an upload. */
  setComponent(component: Builder | object): this {
    this.data.component = child<NonNullable<library.LabelBuilder["data"]["component"]>>(component);
    return this;
  }
}

/**
 * A form; up to five labels, texts or rows.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Your name").setComponent(inputText("name")))));
 */
export class ModalBuilder extends library.ModalBuilder {
  constructor(customId?: string | Partial<APIModalInteractionResponseCallbackData>, title?: string) {
    super({
      ...initial(customId, (custom_id) => ({ custom_id })),
      ...(title === undefined ? {} : { title }),
    });
  }

  override addComponents(...components: Listed<Builder | object>): this {
    return super.addComponents(
      flat(components).map((item) =>
        item instanceof library.ComponentBuilder ? item : toDiscord(item)
      ) as library.LabelBuilder[],
    );
  }
}

/**
 * A caption around an input of a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Your name").setComponent(inputText("name")))));
 */
export const label = (text: string): LabelBuilder => new LabelBuilder(text);

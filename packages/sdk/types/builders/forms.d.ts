/** @module What forms are made of. */
import * as library from "@discordjs/builders";
import type { APILabelComponent, APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { type Builder, type Listed } from "./builder.js";
/**
 * A caption around an input of a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(new LabelBuilder("Your name").setComponent(inputText("name")))));
 */
export declare class LabelBuilder extends library.LabelBuilder {
    constructor(label?: string | Partial<APILabelComponent>);
    /** A text input, a select menu or an upload. */
    setComponent(component: Builder | object): this;
}
/**
 * A form; up to five labels, texts or rows.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Your name").setComponent(inputText("name")))));
 */
export declare class ModalBuilder extends library.ModalBuilder {
    constructor(customId?: string | Partial<APIModalInteractionResponseCallbackData>, title?: string);
    addComponents(...components: Listed<Builder | object>): this;
}
/**
 * A caption around an input of a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Your name").setComponent(inputText("name")))));
 */
export declare const label: (text: string) => LabelBuilder;

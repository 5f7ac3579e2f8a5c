/** @module Components a user works with: buttons, text inputs, uploads. */
import * as library from "@discordjs/builders";
import type { APIFileUploadComponent, APITextInputComponent } from "discord-api-types/v10";
import { type EmojiInput } from "./emoji.js";
type ButtonData = NonNullable<ConstructorParameters<typeof library.ButtonBuilder>[0]>;
/**
 * A button, primary unless it links or sells.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new ButtonBuilder().setLabel("Docs").setUrl("https://example.com"))] });
 */
export declare class ButtonBuilder extends library.ButtonBuilder {
    constructor(data?: ButtonData);
    /** Makes it a link. */
    setURL(url: string): this;
    /** Makes it a link. */
    setUrl(url: string): this;
    /** Makes it a premium button. */
    setSKUId(skuId: string): this;
    /** Makes it a premium button. */
    setSkuId(skuId: string): this;
    setEmoji(emoji: EmojiInput): this;
}
/**
 * A text input of a form, one line unless told otherwise.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Why?").setComponent(new TextInputBuilder("why").setRequired(false)))));
 */
export declare class TextInputBuilder extends library.TextInputBuilder {
    constructor(customId?: string | Partial<APITextInputComponent>);
}
/**
 * {@link TextInputBuilder} by another name.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Why?").setComponent(new InputTextBuilder("why")))));
 */
export declare const InputTextBuilder: typeof TextInputBuilder;
/** {@link TextInputBuilder} by another name. */
export type InputTextBuilder = TextInputBuilder;
/**
 * An upload in a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Pictures").setComponent(new FileUploadBuilder("pictures").setMaxValues(3)))));
 */
export declare class FileUploadBuilder extends library.FileUploadBuilder {
    constructor(customId?: string | Partial<APIFileUploadComponent>);
}
/**
 * A button, primary unless told otherwise.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(button().setCustomId("why").setLabel("Why?").setEmoji("🌸"))] });
 */
export declare const button: () => ButtonBuilder;
/**
 * A text input of a form, one line unless told otherwise.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Your name").setComponent(inputText("name").setMaxLength(32)))));
 */
export declare const inputText: (customId: string) => TextInputBuilder;
/**
 * An upload in a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("A picture").setComponent(fileUpload("picture")))));
 */
export declare const fileUpload: (customId: string) => FileUploadBuilder;
export {};

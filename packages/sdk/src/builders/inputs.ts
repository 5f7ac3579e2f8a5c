/** @module Components a user works with: buttons, text inputs, uploads. */
import * as library from "@discordjs/builders";
import type {
  APIButtonComponentWithCustomId,
  APIFileUploadComponent,
  APIMessageComponentEmoji,
  APITextInputComponent,
} from "discord-api-types/v10";
import { initial } from "./builder.ts";
import { ButtonStyle, InputTextStyle } from "./constants.ts";
import { type EmojiInput, emojiOf } from "./emoji.ts";

type ButtonData = NonNullable<ConstructorParameters<typeof library.ButtonBuilder>[0]>;

/**
 * A button, primary unless it links or sells.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new ButtonBuilder().setLabel("Docs").setUrl("https://example.com"))] });
 */
export class ButtonBuilder extends library.ButtonBuilder {
  constructor(data: ButtonData = {}) {
    super({ style: ButtonStyle.Primary, ...data } as Partial<APIButtonComponentWithCustomId>);
  }

  /** Makes it a link. */
  override setURL(url: string): this {
    return super.setURL(url).setStyle(ButtonStyle.Link);
  }

  /** Makes it a link. */
  setUrl(url: string): this {
    return this.setURL(url);
  }

  /** Makes it a premium button. */
  override setSKUId(skuId: string): this {
    return super.setSKUId(skuId).setStyle(ButtonStyle.Premium);
  }

  /** Makes it a premium button. */
  setSkuId(skuId: string): this {
    return this.setSKUId(skuId);
  }

  override setEmoji(emoji: EmojiInput): this {
    return super.setEmoji(emojiOf(emoji) as APIMessageComponentEmoji);
  }
}

/**
 * A text input of a form, one line unless told otherwise.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Why?").setComponent(new TextInputBuilder("why").setRequired(false)))));
 */
export class TextInputBuilder extends library.TextInputBuilder {
  constructor(customId?: string | Partial<APITextInputComponent>) {
    const data = initial<Partial<APITextInputComponent>>(customId, (custom_id) => ({ custom_id }));
    super({ style: InputTextStyle.Short, ...data } as APITextInputComponent);
  }
}

/**
 * {@link TextInputBuilder} by another name.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Why?").setComponent(new InputTextBuilder("why")))));
 */
export const InputTextBuilder: typeof TextInputBuilder = TextInputBuilder;
/** {@link TextInputBuilder} by another name. */
export type InputTextBuilder = TextInputBuilder;

/**
 * An upload in a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Pictures").setComponent(new FileUploadBuilder("pictures").setMaxValues(3)))));
 */
export class FileUploadBuilder extends library.FileUploadBuilder {
  constructor(customId?: string | Partial<APIFileUploadComponent>) {
    super(initial(customId, (custom_id) => ({ custom_id })));
  }
}

/**
 * A button, primary unless told otherwise.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(button().setCustomId("why").setLabel("Why?").setEmoji("🌸"))] });
 */
export const button = (): ButtonBuilder => new ButtonBuilder();
/**
 * A text input of a form, one line unless told otherwise.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Your name").setComponent(inputText("name").setMaxLength(32)))));
 */
export const inputText = (customId: string): TextInputBuilder => new TextInputBuilder(customId);
/**
 * An upload in a form.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("A picture").setComponent(fileUpload("picture")))));
 */
export const fileUpload = (customId: string): FileUploadBuilder => new FileUploadBuilder(customId);

/** @module Components that hold or show: rows, containers, sections, texts, media. */
import * as library from "@discordjs/builders";
import type {
  APIComponentInContainer,
  APIContainerComponent,
  APIFileComponent,
  APIMediaGalleryItem,
  APISeparatorComponent,
  APITextDisplayComponent,
  APIThumbnailComponent,
} from "discord-api-types/v10";
import { invalidArgument } from "../script/errors.ts";
import { toDiscord } from "../script/keys.ts";
import { type Builder, flat, initial, type Listed } from "./builder.ts";
import { SeparatorSpacingSize } from "./constants.ts";

/** Children as builders; JSON of an author's own is taken as it is, in either spelling. */
function children<T>(list: Listed<Builder | object>): T[] {
  return flat(list).map((item) =>
    item instanceof library.ComponentBuilder ? item : { toJSON: () => toDiscord(item) }
  ) as T[];
}

/** One child as a builder, which its parent asks for. */
export function child<T>(component: Builder | object): T {
  if (component instanceof library.ComponentBuilder) return component as T;
  return library.createComponentBuilder(toDiscord(component) as APIComponentInContainer) as T;
}

/**
 * A row of up to five buttons, or one select menu.
 *
 * @example
 * const row = new ActionRowBuilder().addComponents(button().setCustomId("a").setLabel("A"));
 * await ctx.reply({ content: "Press it", components: [row] });
 */
export class ActionRowBuilder
  extends library.ActionRowBuilder<library.MessageActionRowComponentBuilder | library.TextInputBuilder> {
  override addComponents(...components: Listed<Builder | object>): this {
    return super.addComponents(children<library.MessageActionRowComponentBuilder>(components));
  }

  override setComponents(...components: Listed<Builder | object>): this {
    return super.setComponents(children<library.MessageActionRowComponentBuilder>(components));
  }
}

/**
 * A frame around other components, with a coloured edge if you like.
 *
 * @example
 * await ctx.reply({ components: [new ContainerBuilder().addComponents(textDisplay("# News"))], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export class ContainerBuilder extends library.ContainerBuilder {
  constructor(data?: Partial<APIContainerComponent>) {
    super(data);
  }

  addComponents(...components: Listed<Builder | object>): this {
    this.components.push(...children<library.ContainerComponentBuilder>(components));
    return this;
  }

  setComponents(...components: Listed<Builder | object>): this {
    this.components.splice(0);
    return this.addComponents(...components);
  }
}

/**
 * One to three texts beside a button or a thumbnail.
 *
 * @example
 * await ctx.reply({ components: [
 *   new SectionBuilder().addComponents(textDisplay("A rose")).setAccessory(thumbnail("https://example.com/rose.png")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export class SectionBuilder extends library.SectionBuilder {
  addComponents(...components: Listed<Builder | object>): this {
    return this.addTextDisplayComponents(
      flat(components).map((item) => child<library.TextDisplayBuilder>(item)),
    );
  }

  setComponents(...components: Listed<Builder | object>): this {
    this.components.splice(0);
    return this.addComponents(...components);
  }

  setAccessory(accessory: Builder | object): this {
    const builder = child<unknown>(accessory);
    if (builder instanceof library.ThumbnailBuilder) return this.setThumbnailAccessory(builder);
    if (builder instanceof library.ButtonBuilder) return this.setButtonAccessory(builder);
    throw invalidArgument("accessory", "Cannot set accessory: it must be a button or a thumbnail");
  }
}

/**
 * Text in Discord's markdown, where a message has no `content`.
 *
 * @example
 * await ctx.reply({ components: [new TextDisplayBuilder("**Hello**")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export class TextDisplayBuilder extends library.TextDisplayBuilder {
  constructor(content?: string | Partial<APITextDisplayComponent>) {
    super(initial(content, (content) => ({ content })));
  }
}

/**
 * A small image beside the texts of a section.
 *
 * @example
 * await ctx.reply({ components: [
 *   section().addComponents(textDisplay("A rose")).setAccessory(new ThumbnailBuilder("https://example.com/rose.png")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export class ThumbnailBuilder extends library.ThumbnailBuilder {
  constructor(url?: string | Partial<APIThumbnailComponent>) {
    super(initial(url, (url) => ({ media: { url } })));
  }

  setUrl(url: string): this {
    return this.setURL(url);
  }
}

/** An image or video of a {@link MediaGalleryBuilder}. */
export interface MediaItem {
  url: string;
  description?: string;
  spoiler?: boolean;
}

/**
 * One to ten images or videos.
 *
 * @example
 * await ctx.reply({ components: [new MediaGalleryBuilder().setItems({ url: "https://example.com/rose.png" })], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export class MediaGalleryBuilder extends library.MediaGalleryBuilder {
  addItem(url: string, more: Omit<MediaItem, "url"> = {}): this {
    return this.addItems({ media: { url }, ...more });
  }

  setItems(...items: Listed<MediaItem | APIMediaGalleryItem>): this {
    const described = flat(items).map((item) => {
      if ("media" in item) return item;
      const { url, ...more } = item;
      return { media: { url }, ...more };
    });
    return this.spliceItems(0, this.items.length, described);
  }
}

/**
 * An uploaded file, by `attachment://name`.
 *
 * @example
 * await ctx.reply({
 *   components: [new FileBuilder("attachment://notes.txt").setSpoiler()],
 *   attachments: [{ name: "notes.txt", data: "Be kind" }],
 *   flags: MessageFlags.IS_COMPONENTS_V2,
 * });
 */
export class FileBuilder extends library.FileBuilder {
  constructor(url?: string | Partial<APIFileComponent>) {
    super(initial(url, (url) => ({ file: { url } })));
  }

  setUrl(url: string): this {
    return this.setURL(url);
  }
}

/**
 * Room between components, with a line unless told otherwise.
 *
 * @example
 * await ctx.reply({ components: [textDisplay("Above"), new SeparatorBuilder(false).setSpacing("large"), textDisplay("Below")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export class SeparatorBuilder extends library.SeparatorBuilder {
  constructor(divider: boolean | Partial<APISeparatorComponent> = true) {
    super(typeof divider === "boolean" ? { divider } : divider);
  }

  override setSpacing(spacing: number | "small" | "large"): this {
    const size = { small: SeparatorSpacingSize.Small, large: SeparatorSpacingSize.Large };
    return super.setSpacing(typeof spacing === "string" ? size[spacing] : spacing);
  }
}

/**
 * A row of up to five buttons, or one select menu.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(button().setCustomId("a").setLabel("A"), button().setCustomId("b").setLabel("B"))] });
 */
export const actionRow = (): ActionRowBuilder => new ActionRowBuilder();
/**
 * A frame around other components.
 *
 * @example
 * await ctx.reply({ components: [container().setAccentColor(0x57f287).addComponents(textDisplay("# News"))], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export const container = (): ContainerBuilder => new ContainerBuilder();
/**
 * One to three texts beside a button or a thumbnail.
 *
 * @example
 * await ctx.reply({ components: [
 *   section().addComponents(textDisplay("A rose")).setAccessory(button().setCustomId("smell").setLabel("Smell")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export const section = (): SectionBuilder => new SectionBuilder();
/**
 * Text in Discord's markdown, where a message has no `content`; up to 4000 characters in a message.
 *
 * @example
 * await ctx.reply({ components: [textDisplay("**Hello**")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export const textDisplay = (text: string): TextDisplayBuilder => new TextDisplayBuilder(text);
/**
 * A small image beside the texts of a section.
 *
 * @example
 * await ctx.reply({ components: [
 *   section().addComponents(textDisplay("A rose")).setAccessory(thumbnail("https://example.com/rose.png")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export const thumbnail = (url: string): ThumbnailBuilder => new ThumbnailBuilder(url);
/**
 * One to ten images or videos.
 *
 * @example
 * await ctx.reply({ components: [mediaGallery().addItem("https://example.com/rose.png", { description: "A rose" })], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export const mediaGallery = (): MediaGalleryBuilder => new MediaGalleryBuilder();
/**
 * Room between components, with a line unless `divider` is false.
 *
 * @example
 * await ctx.reply({ components: [textDisplay("Above"), separator(), textDisplay("Below")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export const separator = (divider?: boolean): SeparatorBuilder => new SeparatorBuilder(divider);
/**
 * An uploaded file shown as a component.
 *
 * @example
 * await ctx.reply({
 *   components: [file("attachment://notes.txt")],
 *   attachments: [{ name: "notes.txt", data: "Be kind" }],
 *   flags: MessageFlags.IS_COMPONENTS_V2,
 * });
 */
export const file = (url: string): FileBuilder => new FileBuilder(url);

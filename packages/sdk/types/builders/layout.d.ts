/** @module Components that hold or show: rows, containers, sections, texts, media. */
import * as library from "@discordjs/builders";
import type { APIContainerComponent, APIFileComponent, APIMediaGalleryItem, APISeparatorComponent, APITextDisplayComponent, APIThumbnailComponent } from "discord-api-types/v10";
import { type Builder, type Listed } from "./builder.js";
/** One child as a builder, which its parent asks for. */
export declare function child<T>(component: Builder | object): T;
/**
 * A row of up to five buttons, or one select menu.
 *
 * @example
 * const row = new ActionRowBuilder().addComponents(button().setCustomId("a").setLabel("A"));
 * await ctx.reply({ content: "Press it", components: [row] });
 */
export declare class ActionRowBuilder extends library.ActionRowBuilder<library.MessageActionRowComponentBuilder | library.TextInputBuilder> {
    addComponents(...components: Listed<Builder | object>): this;
    setComponents(...components: Listed<Builder | object>): this;
}
/**
 * A frame around other components, with a coloured edge if you like.
 *
 * @example
 * await ctx.reply({ components: [new ContainerBuilder().addComponents(textDisplay("# News"))], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare class ContainerBuilder extends library.ContainerBuilder {
    constructor(data?: Partial<APIContainerComponent>);
    addComponents(...components: Listed<Builder | object>): this;
    setComponents(...components: Listed<Builder | object>): this;
}
/**
 * One to three texts beside a button or a thumbnail.
 *
 * @example
 * await ctx.reply({ components: [
 *   new SectionBuilder().addComponents(textDisplay("A rose")).setAccessory(thumbnail("https://example.com/rose.png")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare class SectionBuilder extends library.SectionBuilder {
    addComponents(...components: Listed<Builder | object>): this;
    setComponents(...components: Listed<Builder | object>): this;
    setAccessory(accessory: Builder | object): this;
}
/**
 * Text in Discord's markdown, where a message has no `content`.
 *
 * @example
 * await ctx.reply({ components: [new TextDisplayBuilder("**Hello**")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare class TextDisplayBuilder extends library.TextDisplayBuilder {
    constructor(content?: string | Partial<APITextDisplayComponent>);
}
/**
 * A small image beside the texts of a section.
 *
 * @example
 * await ctx.reply({ components: [
 *   section().addComponents(textDisplay("A rose")).setAccessory(new ThumbnailBuilder("https://example.com/rose.png")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare class ThumbnailBuilder extends library.ThumbnailBuilder {
    constructor(url?: string | Partial<APIThumbnailComponent>);
    setUrl(url: string): this;
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
export declare class MediaGalleryBuilder extends library.MediaGalleryBuilder {
    addItem(url: string, more?: Omit<MediaItem, "url">): this;
    setItems(...items: Listed<MediaItem | APIMediaGalleryItem>): this;
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
export declare class FileBuilder extends library.FileBuilder {
    constructor(url?: string | Partial<APIFileComponent>);
    setUrl(url: string): this;
}
/**
 * Room between components, with a line unless told otherwise.
 *
 * @example
 * await ctx.reply({ components: [textDisplay("Above"), new SeparatorBuilder(false).setSpacing("large"), textDisplay("Below")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare class SeparatorBuilder extends library.SeparatorBuilder {
    constructor(divider?: boolean | Partial<APISeparatorComponent>);
    setSpacing(spacing: number | "small" | "large"): this;
}
/**
 * A row of up to five buttons, or one select menu.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(button().setCustomId("a").setLabel("A"), button().setCustomId("b").setLabel("B"))] });
 */
export declare const actionRow: () => ActionRowBuilder;
/**
 * A frame around other components.
 *
 * @example
 * await ctx.reply({ components: [container().setAccentColor(0x57f287).addComponents(textDisplay("# News"))], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare const container: () => ContainerBuilder;
/**
 * One to three texts beside a button or a thumbnail.
 *
 * @example
 * await ctx.reply({ components: [
 *   section().addComponents(textDisplay("A rose")).setAccessory(button().setCustomId("smell").setLabel("Smell")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare const section: () => SectionBuilder;
/**
 * Text in Discord's markdown, where a message has no `content`; up to 4000 characters in a message.
 *
 * @example
 * await ctx.reply({ components: [textDisplay("**Hello**")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare const textDisplay: (text: string) => TextDisplayBuilder;
/**
 * A small image beside the texts of a section.
 *
 * @example
 * await ctx.reply({ components: [
 *   section().addComponents(textDisplay("A rose")).setAccessory(thumbnail("https://example.com/rose.png")),
 * ], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare const thumbnail: (url: string) => ThumbnailBuilder;
/**
 * One to ten images or videos.
 *
 * @example
 * await ctx.reply({ components: [mediaGallery().addItem("https://example.com/rose.png", { description: "A rose" })], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare const mediaGallery: () => MediaGalleryBuilder;
/**
 * Room between components, with a line unless `divider` is false.
 *
 * @example
 * await ctx.reply({ components: [textDisplay("Above"), separator(), textDisplay("Below")], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare const separator: (divider?: boolean) => SeparatorBuilder;
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
export declare const file: (url: string) => FileBuilder;

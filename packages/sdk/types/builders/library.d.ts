/** @module Every builder: the classes of `@discordjs/builders`, which also take flora's shorter spelling, and functions. */
export * from "./embed.js";
export { label, LabelBuilder, ModalBuilder } from "./forms.js";
export * from "./inputs.js";
export { actionRow, ActionRowBuilder, container, ContainerBuilder, file, FileBuilder, mediaGallery, MediaGalleryBuilder, type MediaItem, section, SectionBuilder, separator, SeparatorBuilder, textDisplay, TextDisplayBuilder, thumbnail, ThumbnailBuilder, } from "./layout.js";
export * from "./own-classes.js";
export * from "./selects.js";

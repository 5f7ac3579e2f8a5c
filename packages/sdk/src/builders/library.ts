/** @module Every builder: the classes of `@discordjs/builders`, which also take flora's shorter spelling, and functions. */
export * from "./embed.ts";
export { label, LabelBuilder, ModalBuilder } from "./forms.ts";
export * from "./inputs.ts";
export {
  actionRow,
  ActionRowBuilder,
  container,
  ContainerBuilder,
  file,
  FileBuilder,
  mediaGallery,
  MediaGalleryBuilder,
  type MediaItem,
  section,
  SectionBuilder,
  separator,
  SeparatorBuilder,
  textDisplay,
  TextDisplayBuilder,
  thumbnail,
  ThumbnailBuilder,
} from "./layout.ts";
export * from "./own-classes.ts";
export * from "./selects.ts";

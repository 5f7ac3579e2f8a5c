/** @module Components that hold or show: rows, containers, sections, texts, media. */
import { type Builder, ComponentBuilder, flat, type Listed, ParentBuilder } from "./builder.ts";
import { ComponentType } from "./constants.ts";

/** A row of up to five buttons, or one select menu. */
export class ActionRowBuilder extends ParentBuilder {
  constructor() {
    super(ComponentType.ActionRow);
  }
}

export class ContainerBuilder extends ParentBuilder {
  constructor() {
    super(ComponentType.Container);
  }

  setAccentColor(color: number): this {
    return this.with("accent_color", color);
  }

  setSpoiler(spoiler = true): this {
    return this.with("spoiler", spoiler);
  }
}

/** One to three texts beside a button or a thumbnail. */
export class SectionBuilder extends ParentBuilder {
  constructor() {
    super(ComponentType.Section);
  }

  setAccessory(accessory: Builder | object): this {
    return this.with("accessory", accessory);
  }
}

export class TextDisplayBuilder extends ComponentBuilder {
  constructor(content: string) {
    super(ComponentType.TextDisplay, { content });
  }

  setContent(content: string): this {
    return this.with("content", content);
  }
}

export class ThumbnailBuilder extends ComponentBuilder {
  constructor(url: string) {
    super(ComponentType.Thumbnail, { media: { url } });
  }

  setUrl(url: string): this {
    return this.with("media", { url });
  }

  setDescription(description: string): this {
    return this.with("description", description);
  }

  setSpoiler(spoiler = true): this {
    return this.with("spoiler", spoiler);
  }
}

export interface MediaItem {
  url: string;
  description?: string;
  spoiler?: boolean;
}

export class MediaGalleryBuilder extends ComponentBuilder {
  #items: MediaItem[] = [];

  constructor() {
    super(ComponentType.MediaGallery);
  }

  addItem(url: string, more: Omit<MediaItem, "url"> = {}): this {
    return this.setItems([...this.#items, { url, ...more }]);
  }

  setItems(...items: Listed<MediaItem>): this {
    this.#items = flat(items);
    return this.with("items", this.#items.map(({ url, ...more }) => ({ media: { url }, ...more })));
  }
}

export class FileBuilder extends ComponentBuilder {
  constructor(url: string) {
    super(ComponentType.File, { file: { url } });
  }

  /** `attachment://name` of an uploaded file. */
  setUrl(url: string): this {
    return this.with("file", { url });
  }

  setSpoiler(spoiler = true): this {
    return this.with("spoiler", spoiler);
  }
}

const SPACING = { small: 1, large: 2 } as const;

export class SeparatorBuilder extends ComponentBuilder {
  constructor(divider = true) {
    super(ComponentType.Separator, { divider });
  }

  setDivider(divider = true): this {
    return this.with("divider", divider);
  }

  setSpacing(spacing: number | keyof typeof SPACING): this {
    return this.with("spacing", typeof spacing === "number" ? spacing : SPACING[spacing]);
  }
}

/** A caption around an input of a form. */
export class LabelBuilder extends ComponentBuilder {
  constructor(label: string) {
    super(ComponentType.Label, { label });
  }

  setLabel(label: string): this {
    return this.with("label", label);
  }

  setDescription(description: string): this {
    return this.with("description", description);
  }

  setComponent(component: Builder | object): this {
    return this.with("component", component);
  }
}

/** A form; up to five labels or rows. */
export class ModalBuilder implements Builder {
  #components: unknown[] = [];
  #customId: string;
  #title: string;

  constructor(customId = "", title = "") {
    [this.#customId, this.#title] = [customId, title];
  }

  setCustomId(customId: string): this {
    this.#customId = customId;
    return this;
  }

  setTitle(title: string): this {
    this.#title = title;
    return this;
  }

  addComponents(...components: Listed<Builder | object>): this {
    this.#components.push(...flat(components));
    return this;
  }

  toJSON(): { custom_id: string; title: string; components: unknown[] } {
    const components = this.#components.map((item) =>
      typeof (item as Builder).toJSON === "function" ? (item as Builder).toJSON() : item
    );
    return { custom_id: this.#customId, title: this.#title, components };
  }
}

export const actionRow = (): ActionRowBuilder => new ActionRowBuilder();
export const container = (): ContainerBuilder => new ContainerBuilder();
export const section = (): SectionBuilder => new SectionBuilder();
export const textDisplay = (text: string): TextDisplayBuilder => new TextDisplayBuilder(text);
export const thumbnail = (url: string): ThumbnailBuilder => new ThumbnailBuilder(url);
export const mediaGallery = (): MediaGalleryBuilder => new MediaGalleryBuilder();
export const separator = (divider?: boolean): SeparatorBuilder => new SeparatorBuilder(divider);
export const file = (url: string): FileBuilder => new FileBuilder(url);
export const label = (text: string): LabelBuilder => new LabelBuilder(text);

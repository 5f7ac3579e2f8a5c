/** @module Components a user works with: buttons, select menus, text inputs, uploads. */
import { ComponentBuilder, flat, type Listed } from "./builder.ts";
import { ButtonStyle, ComponentType, InputTextStyle } from "./constants.ts";

/** A unicode emoji, `<:name:id>`, or its parts. */
export type EmojiInput = string | { id?: string; name?: string; animated?: boolean };

const CUSTOM_EMOJI = /^<?(a?):?(\w{2,32}):(\d{17,20})>?$/;

function emojiOf(emoji: EmojiInput): object {
  if (typeof emoji !== "string") return emoji;
  const [, animated, name, id] = CUSTOM_EMOJI.exec(emoji) ?? [];
  return id === undefined ? { name: emoji } : { id, name, ...(animated ? { animated: true } : {}) };
}

/** A button, primary unless it links. */
export class ButtonBuilder extends ComponentBuilder {
  constructor() {
    super(ComponentType.Button, { style: ButtonStyle.Primary });
  }

  setStyle(style: number): this {
    return this.with("style", style);
  }

  setCustomId(customId: string): this {
    return this.with("custom_id", customId);
  }

  /** Makes it a link. */
  setUrl(url: string): this {
    return this.with("url", url).with("style", ButtonStyle.Link);
  }

  setSkuId(skuId: string): this {
    return this.with("sku_id", skuId).with("style", ButtonStyle.Premium);
  }

  setLabel(label: string): this {
    return this.with("label", label);
  }

  setEmoji(emoji: EmojiInput): this {
    return this.with("emoji", emojiOf(emoji));
  }

  setDisabled(disabled = true): this {
    return this.with("disabled", disabled);
  }
}

/** What select menus and uploads share. */
class ChoosingBuilder extends ComponentBuilder {
  constructor(type: number, customId: string) {
    super(type, { custom_id: customId });
  }

  setCustomId(customId: string): this {
    return this.with("custom_id", customId);
  }

  setMinValues(min: number): this {
    return this.with("min_values", min);
  }

  setMaxValues(max: number): this {
    return this.with("max_values", max);
  }

  /** In forms only. */
  setRequired(required = true): this {
    return this.with("required", required);
  }
}

class SelectBuilder extends ChoosingBuilder {
  setPlaceholder(placeholder: string): this {
    return this.with("placeholder", placeholder);
  }

  setDisabled(disabled = true): this {
    return this.with("disabled", disabled);
  }
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  emoji?: EmojiInput;
  default?: boolean;
}

export class StringSelectMenuBuilder extends SelectBuilder {
  #options: SelectOption[] = [];

  constructor(customId: string) {
    super(ComponentType.StringSelect, customId);
  }

  addOptions(...options: Listed<SelectOption>): this {
    return this.setOptions([...this.#options, ...flat(options)]);
  }

  setOptions(...options: Listed<SelectOption>): this {
    this.#options = flat(options);
    const described = this.#options.map(({ emoji, ...option }) =>
      emoji === undefined ? option : { ...option, emoji: emojiOf(emoji) }
    );
    return this.with("options", described);
  }
}

export type DefaultKind = "user" | "role" | "channel";

/** A menu that Discord fills: users, roles, channels. */
export class EntitySelectMenuBuilder extends SelectBuilder {
  #defaults: { id: string; type: DefaultKind }[] = [];

  setDefaultValues(...values: Listed<{ id: string; type: DefaultKind }>): this {
    this.#defaults = flat(values);
    return this.with("default_values", this.#defaults);
  }

  addDefaultValue(id: string, type: DefaultKind): this {
    return this.setDefaultValues([...this.#defaults, { id, type }]);
  }

  setDefaultUsers(...ids: Listed<string>): this {
    return this.setDefaultValues(flat(ids).map((id) => ({ id, type: "user" })));
  }

  setDefaultRoles(...ids: Listed<string>): this {
    return this.setDefaultValues(flat(ids).map((id) => ({ id, type: "role" })));
  }

  setDefaultChannels(...ids: Listed<string>): this {
    return this.setDefaultValues(flat(ids).map((id) => ({ id, type: "channel" })));
  }

  addDefaultUser(id: string): this {
    return this.addDefaultValue(id, "user");
  }

  addDefaultRole(id: string): this {
    return this.addDefaultValue(id, "role");
  }

  addDefaultChannel(id: string): this {
    return this.addDefaultValue(id, "channel");
  }

  /** Discord's channel types to offer. */
  setChannelTypes(...types: Listed<number>): this {
    return this.with("channel_types", flat(types));
  }
}

export class InputTextBuilder extends ComponentBuilder {
  constructor(customId: string) {
    super(ComponentType.InputText, { custom_id: customId, style: InputTextStyle.Short });
  }

  setCustomId(customId: string): this {
    return this.with("custom_id", customId);
  }

  setStyle(style: number): this {
    return this.with("style", style);
  }

  /** For inputs in an action row; inside a {@link label} the label has it. */
  setLabel(label: string): this {
    return this.with("label", label);
  }

  setMinLength(min: number): this {
    return this.with("min_length", min);
  }

  setMaxLength(max: number): this {
    return this.with("max_length", max);
  }

  setRequired(required = true): this {
    return this.with("required", required);
  }

  setValue(value: string): this {
    return this.with("value", value);
  }

  setPlaceholder(placeholder: string): this {
    return this.with("placeholder", placeholder);
  }
}

export class FileUploadBuilder extends ChoosingBuilder {
  constructor(customId: string) {
    super(ComponentType.FileUpload, customId);
  }
}

export const button = (): ButtonBuilder => new ButtonBuilder();
export const stringSelect = (customId: string): StringSelectMenuBuilder =>
  new StringSelectMenuBuilder(customId);
const entitySelect = (type: number) => (customId: string): EntitySelectMenuBuilder =>
  new EntitySelectMenuBuilder(type, customId);
export const userSelect = entitySelect(ComponentType.UserSelect);
export const roleSelect = entitySelect(ComponentType.RoleSelect);
export const mentionableSelect = entitySelect(ComponentType.MentionableSelect);
export const channelSelect = entitySelect(ComponentType.ChannelSelect);
export const inputText = (customId: string): InputTextBuilder => new InputTextBuilder(customId);
export const fileUpload = (customId: string): FileUploadBuilder => new FileUploadBuilder(customId);

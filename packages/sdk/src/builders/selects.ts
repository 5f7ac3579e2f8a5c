/** @module Select menus. */
import * as library from "@discordjs/builders";
import type {
  APIChannelSelectComponent,
  APIMentionableSelectComponent,
  APIRoleSelectComponent,
  APISelectMenuOption,
  APIStringSelectComponent,
  APIUserSelectComponent,
} from "discord-api-types/v10";
import { flat, initial, type Listed } from "./builder.ts";
import { type EmojiInput, emojiOf } from "./emoji.ts";

/** A choice of a {@link StringSelectMenuBuilder}. */
export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  emoji?: EmojiInput;
  default?: boolean;
}

type OptionInput = SelectOption | library.StringSelectMenuOptionBuilder;

function optionOf(option: OptionInput): APISelectMenuOption | library.StringSelectMenuOptionBuilder {
  if (option instanceof library.StringSelectMenuOptionBuilder || option.emoji === undefined) {
    return option as APISelectMenuOption;
  }
  return { ...option, emoji: emojiOf(option.emoji) } as APISelectMenuOption;
}

/**
 * One choice of a {@link StringSelectMenuBuilder}.
 *
 * @example
 * const green = new StringSelectMenuOptionBuilder().setLabel("Green").setValue("green").setEmoji("🍵");
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(stringSelect("tea").addOptions(green))] });
 */
export class StringSelectMenuOptionBuilder extends library.StringSelectMenuOptionBuilder {
  override setEmoji(emoji: EmojiInput): this {
    return super.setEmoji(emojiOf(emoji));
  }
}

/**
 * A menu of up to 25 options.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new StringSelectMenuBuilder("tea").setOptions({ label: "Green", value: "green" }))] });
 */
export class StringSelectMenuBuilder extends library.StringSelectMenuBuilder {
  constructor(customId?: string | Partial<APIStringSelectComponent>) {
    super(initial(customId, (custom_id) => ({ custom_id })));
  }

  override addOptions(...options: Listed<OptionInput>): this {
    return super.addOptions(flat(options).map(optionOf));
  }

  override setOptions(...options: Listed<OptionInput>): this {
    return super.setOptions(flat(options).map(optionOf));
  }
}

/** What a menu that Discord fills can begin with. */
export type DefaultKind = "user" | "role" | "channel";
/** What is selected at first in a menu that Discord fills. */
export interface DefaultValue {
  id: string;
  type: DefaultKind;
}

/** Chooses what is selected at first in a menu that Discord fills. */
function select(menu: { data: object }, values: DefaultValue[], before: DefaultValue[]): void {
  (menu.data as { default_values?: DefaultValue[] }).default_values = [...before, ...values];
}

const selected = (menu: { data: object }) =>
  (menu.data as { default_values?: DefaultValue[] }).default_values ?? [];

/**
 * A menu of members.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new UserSelectMenuBuilder("who").addDefaultUser(ctx.msg.author.id))] });
 */
export class UserSelectMenuBuilder extends library.UserSelectMenuBuilder {
  constructor(customId?: string | Partial<APIUserSelectComponent>) {
    super(initial(customId, (custom_id) => ({ custom_id })));
  }

  addDefaultUser(id: string): this {
    return this.addDefaultUsers(id);
  }

  setDefaultValues(...values: Listed<DefaultValue>): this {
    select(this, flat(values), []);
    return this;
  }

  addDefaultValue(id: string, type: DefaultKind): this {
    select(this, [{ id, type }], selected(this));
    return this;
  }
}

/**
 * A menu of roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new RoleSelectMenuBuilder("roles").addDefaultRole("123456789012345678"))] });
 */
export class RoleSelectMenuBuilder extends library.RoleSelectMenuBuilder {
  constructor(customId?: string | Partial<APIRoleSelectComponent>) {
    super(initial(customId, (custom_id) => ({ custom_id })));
  }

  addDefaultRole(id: string): this {
    return this.addDefaultRoles(id);
  }

  setDefaultValues(...values: Listed<DefaultValue>): this {
    select(this, flat(values), []);
    return this;
  }

  addDefaultValue(id: string, type: DefaultKind): this {
    select(this, [{ id, type }], selected(this));
    return this;
  }
}

/**
 * A menu of channels.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new ChannelSelectMenuBuilder("where").addDefaultChannel(ctx.msg.channelId))] });
 */
export class ChannelSelectMenuBuilder extends library.ChannelSelectMenuBuilder {
  constructor(customId?: string | Partial<APIChannelSelectComponent>) {
    super(initial(customId, (custom_id) => ({ custom_id })));
  }

  addDefaultChannel(id: string): this {
    return this.addDefaultChannels(id);
  }

  setDefaultValues(...values: Listed<DefaultValue>): this {
    select(this, flat(values), []);
    return this;
  }

  addDefaultValue(id: string, type: DefaultKind): this {
    select(this, [{ id, type }], selected(this));
    return this;
  }
}

/**
 * A menu of members and roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new MentionableSelectMenuBuilder("whom").addDefaultUser(ctx.msg.author.id))] });
 */
export class MentionableSelectMenuBuilder extends library.MentionableSelectMenuBuilder {
  constructor(customId?: string | Partial<APIMentionableSelectComponent>) {
    super(initial(customId, (custom_id) => ({ custom_id })));
  }

  addDefaultUser(id: string): this {
    return this.addDefaultUsers(id);
  }

  addDefaultRole(id: string): this {
    return this.addDefaultRoles(id);
  }

  override setDefaultValues(...values: Listed<DefaultValue>): this {
    select(this, flat(values), []);
    return this;
  }

  setDefaultUsers(...ids: Listed<string>): this {
    select(this, flat(ids).map((id) => ({ id, type: "user" })), []);
    return this;
  }

  setDefaultRoles(...ids: Listed<string>): this {
    select(this, flat(ids).map((id) => ({ id, type: "role" })), []);
    return this;
  }

  addDefaultValue(id: string, type: DefaultKind): this {
    select(this, [{ id, type }], selected(this));
    return this;
  }
}

/**
 * A menu of up to 25 options of your own.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(
 *   stringSelect("tea").addOptions({ label: "Green", value: "green", emoji: "🍵" }, { label: "Black", value: "black" }),
 * )] });
 */
export const stringSelect = (customId: string): StringSelectMenuBuilder =>
  new StringSelectMenuBuilder(customId);
/**
 * A menu of members.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(userSelect("who").setMaxValues(5))] });
 */
export const userSelect = (customId: string): UserSelectMenuBuilder => new UserSelectMenuBuilder(customId);
/**
 * A menu of roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(roleSelect("roles").setPlaceholder("Which?"))] });
 */
export const roleSelect = (customId: string): RoleSelectMenuBuilder => new RoleSelectMenuBuilder(customId);
/**
 * A menu of members and roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(mentionableSelect("whom"))] });
 */
export const mentionableSelect = (customId: string): MentionableSelectMenuBuilder =>
  new MentionableSelectMenuBuilder(customId);
/**
 * A menu of channels.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(channelSelect("where").setChannelTypes(0))] });
 */
export const channelSelect = (customId: string): ChannelSelectMenuBuilder =>
  new ChannelSelectMenuBuilder(customId);

/** @module Select menus. */
import * as library from "@discordjs/builders";
import type { APIChannelSelectComponent, APIMentionableSelectComponent, APIRoleSelectComponent, APIStringSelectComponent, APIUserSelectComponent } from "discord-api-types/v10";
import { type Listed } from "./builder.js";
import { type EmojiInput } from "./emoji.js";
/** A choice of a {@link StringSelectMenuBuilder}. */
export interface SelectOption {
    label: string;
    value: string;
    description?: string;
    emoji?: EmojiInput;
    default?: boolean;
}
type OptionInput = SelectOption | library.StringSelectMenuOptionBuilder;
/**
 * One choice of a {@link StringSelectMenuBuilder}.
 *
 * @example
 * const green = new StringSelectMenuOptionBuilder().setLabel("Green").setValue("green").setEmoji("🍵");
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(stringSelect("tea").addOptions(green))] });
 */
export declare class StringSelectMenuOptionBuilder extends library.StringSelectMenuOptionBuilder {
    setEmoji(emoji: EmojiInput): this;
}
/**
 * A menu of up to 25 options.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new StringSelectMenuBuilder("tea").setOptions({ label: "Green", value: "green" }))] });
 */
export declare class StringSelectMenuBuilder extends library.StringSelectMenuBuilder {
    constructor(customId?: string | Partial<APIStringSelectComponent>);
    addOptions(...options: Listed<OptionInput>): this;
    setOptions(...options: Listed<OptionInput>): this;
}
/** What a menu that Discord fills can begin with. */
export type DefaultKind = "user" | "role" | "channel";
/** What is selected at first in a menu that Discord fills. */
export interface DefaultValue {
    id: string;
    type: DefaultKind;
}
/**
 * A menu of members.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new UserSelectMenuBuilder("who").addDefaultUser(ctx.msg.author.id))] });
 */
export declare class UserSelectMenuBuilder extends library.UserSelectMenuBuilder {
    constructor(customId?: string | Partial<APIUserSelectComponent>);
    addDefaultUser(id: string): this;
    setDefaultValues(...values: Listed<DefaultValue>): this;
    addDefaultValue(id: string, type: DefaultKind): this;
}
/**
 * A menu of roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new RoleSelectMenuBuilder("roles").addDefaultRole("123456789012345678"))] });
 */
export declare class RoleSelectMenuBuilder extends library.RoleSelectMenuBuilder {
    constructor(customId?: string | Partial<APIRoleSelectComponent>);
    addDefaultRole(id: string): this;
    setDefaultValues(...values: Listed<DefaultValue>): this;
    addDefaultValue(id: string, type: DefaultKind): this;
}
/**
 * A menu of channels.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new ChannelSelectMenuBuilder("where").addDefaultChannel(ctx.msg.channelId))] });
 */
export declare class ChannelSelectMenuBuilder extends library.ChannelSelectMenuBuilder {
    constructor(customId?: string | Partial<APIChannelSelectComponent>);
    addDefaultChannel(id: string): this;
    setDefaultValues(...values: Listed<DefaultValue>): this;
    addDefaultValue(id: string, type: DefaultKind): this;
}
/**
 * A menu of members and roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(new MentionableSelectMenuBuilder("whom").addDefaultUser(ctx.msg.author.id))] });
 */
export declare class MentionableSelectMenuBuilder extends library.MentionableSelectMenuBuilder {
    constructor(customId?: string | Partial<APIMentionableSelectComponent>);
    addDefaultUser(id: string): this;
    addDefaultRole(id: string): this;
    setDefaultValues(...values: Listed<DefaultValue>): this;
    setDefaultUsers(...ids: Listed<string>): this;
    setDefaultRoles(...ids: Listed<string>): this;
    addDefaultValue(id: string, type: DefaultKind): this;
}
/**
 * A menu of up to 25 options of your own.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(
 *   stringSelect("tea").addOptions({ label: "Green", value: "green", emoji: "🍵" }, { label: "Black", value: "black" }),
 * )] });
 */
export declare const stringSelect: (customId: string) => StringSelectMenuBuilder;
/**
 * A menu of members.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(userSelect("who").setMaxValues(5))] });
 */
export declare const userSelect: (customId: string) => UserSelectMenuBuilder;
/**
 * A menu of roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(roleSelect("roles").setPlaceholder("Which?"))] });
 */
export declare const roleSelect: (customId: string) => RoleSelectMenuBuilder;
/**
 * A menu of members and roles.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(mentionableSelect("whom"))] });
 */
export declare const mentionableSelect: (customId: string) => MentionableSelectMenuBuilder;
/**
 * A menu of channels.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(channelSelect("where").setChannelTypes(0))] });
 */
export declare const channelSelect: (customId: string) => ChannelSelectMenuBuilder;
export {};

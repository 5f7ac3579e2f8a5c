/** @module Discord's numbers by name, as far as scripts need them. */
/**
 * Discord's types of components.
 *
 * @example
 * on("componentInteraction", (ctx) => {
 *   if (ctx.msg.data.component_type === ComponentType.Button) console.log("a button");
 * });
 */
export declare const ComponentType: {
    readonly ActionRow: 1;
    readonly Button: 2;
    readonly StringSelect: 3;
    readonly InputText: 4;
    readonly TextInput: 4;
    readonly UserSelect: 5;
    readonly RoleSelect: 6;
    readonly MentionableSelect: 7;
    readonly ChannelSelect: 8;
    readonly Section: 9;
    readonly TextDisplay: 10;
    readonly Thumbnail: 11;
    readonly MediaGallery: 12;
    readonly File: 13;
    readonly Separator: 14;
    readonly Container: 17;
    readonly Label: 18;
    readonly FileUpload: 19;
    readonly RadioGroup: 21;
    readonly CheckboxGroup: 22;
    readonly Checkbox: 23;
};
/**
 * Looks of a button.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(button().setCustomId("no").setLabel("No").setStyle(ButtonStyle.Danger))] });
 */
export declare const ButtonStyle: {
    readonly Primary: 1;
    readonly Secondary: 2;
    readonly Success: 3;
    readonly Danger: 4;
    readonly Link: 5;
    readonly Premium: 6;
};
/**
 * {@link ButtonStyle} by another name.
 *
 * @example
 * console.log(ButtonStyles.Success);
 */
export declare const ButtonStyles: typeof ButtonStyle;
/**
 * One line, or several.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Why?").setComponent(inputText("text").setStyle(InputTextStyle.Paragraph)))));
 */
export declare const InputTextStyle: {
    readonly Short: 1;
    readonly Paragraph: 2;
};
/**
 * {@link InputTextStyle} by another name.
 *
 * @example
 * console.log(InputTextStyles.Short);
 */
export declare const InputTextStyles: typeof InputTextStyle;
/**
 * {@link InputTextStyle} by another name.
 *
 * @example
 * console.log(TextInputStyle.Paragraph);
 */
export declare const TextInputStyle: typeof InputTextStyle;
/**
 * How much room a separator makes.
 *
 * @example
 * await ctx.reply({ components: [separator().setSpacing(SeparatorSpacingSize.Large)], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export declare const SeparatorSpacingSize: {
    readonly Small: 1;
    readonly Large: 2;
};
/**
 * Bits of a message's `flags`.
 *
 * @example
 * await ctx.reply({ content: "Quietly", flags: MessageFlags.SUPPRESS_NOTIFICATIONS });
 */
export declare const MessageFlags: {
    readonly CROSSPOSTED: 1;
    readonly IS_CROSSPOST: 2;
    readonly SUPPRESS_EMBEDS: 4;
    readonly SOURCE_MESSAGE_DELETED: 8;
    readonly URGENT: 16;
    readonly HAS_THREAD: 32;
    readonly EPHEMERAL: 64;
    readonly LOADING: 128;
    readonly FAILED_TO_MENTION_SOME_ROLES_IN_THREAD: 256;
    readonly SUPPRESS_NOTIFICATIONS: 4096;
    readonly IS_VOICE_MESSAGE: 8192;
    readonly IS_COMPONENTS_V2: 32768;
};

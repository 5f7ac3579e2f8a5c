/** @module Discord's numbers by name, as far as scripts need them. */

/**
 * Discord's types of components.
 *
 * @example
 * on("componentInteraction", (ctx) => {
 *   if (ctx.msg.data.component_type === ComponentType.Button) console.log("a button");
 * });
 */
export const ComponentType = {
  ActionRow: 1,
  Button: 2,
  StringSelect: 3,
  InputText: 4,
  TextInput: 4,
  UserSelect: 5,
  RoleSelect: 6,
  MentionableSelect: 7,
  ChannelSelect: 8,
  Section: 9,
  TextDisplay: 10,
  Thumbnail: 11,
  MediaGallery: 12,
  File: 13,
  Separator: 14,
  Container: 17,
  Label: 18,
  FileUpload: 19,
  RadioGroup: 21,
  CheckboxGroup: 22,
  Checkbox: 23,
} as const;

/**
 * Looks of a button.
 *
 * @example
 * await ctx.reply({ content: "Choose", components: [actionRow().addComponents(button().setCustomId("no").setLabel("No").setStyle(ButtonStyle.Danger))] });
 */
export const ButtonStyle = { Primary: 1, Secondary: 2, Success: 3, Danger: 4, Link: 5, Premium: 6 } as const;
/**
 * {@link ButtonStyle} by another name.
 *
 * @example
 * console.log(ButtonStyles.Success);
 */
export const ButtonStyles: typeof ButtonStyle = ButtonStyle;

/**
 * One line, or several.
 *
 * @example
 * component("open", (ctx) =>
 *   ctx.showModal(new ModalBuilder("form", "A form").addComponents(label("Why?").setComponent(inputText("text").setStyle(InputTextStyle.Paragraph)))));
 */
export const InputTextStyle = { Short: 1, Paragraph: 2 } as const;
/**
 * {@link InputTextStyle} by another name.
 *
 * @example
 * console.log(InputTextStyles.Short);
 */
export const InputTextStyles: typeof InputTextStyle = InputTextStyle;
/**
 * {@link InputTextStyle} by another name.
 *
 * @example
 * console.log(TextInputStyle.Paragraph);
 */
export const TextInputStyle: typeof InputTextStyle = InputTextStyle;

/**
 * How much room a separator makes.
 *
 * @example
 * await ctx.reply({ components: [separator().setSpacing(SeparatorSpacingSize.Large)], flags: MessageFlags.IS_COMPONENTS_V2 });
 */
export const SeparatorSpacingSize = { Small: 1, Large: 2 } as const;

/**
 * Bits of a message's `flags`.
 *
 * @example
 * await ctx.reply({ content: "Quietly", flags: MessageFlags.SUPPRESS_NOTIFICATIONS });
 */
export const MessageFlags = {
  CROSSPOSTED: 1,
  IS_CROSSPOST: 2,
  SUPPRESS_EMBEDS: 4,
  SOURCE_MESSAGE_DELETED: 8,
  URGENT: 16,
  HAS_THREAD: 32,
  EPHEMERAL: 64,
  LOADING: 128,
  FAILED_TO_MENTION_SOME_ROLES_IN_THREAD: 256,
  SUPPRESS_NOTIFICATIONS: 4096,
  IS_VOICE_MESSAGE: 8192,
  IS_COMPONENTS_V2: 32768,
} as const;

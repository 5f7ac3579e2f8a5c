/** @module Application commands by an allow-list of keys, under Discord's own rules, so that a refusal names its place. */
import { z } from "zod";
import { Snowflake } from "@flora/model";
import { text } from "../discord/text.ts";
import { ChatName, Description, localized, MenuName } from "./names.ts";

const OPTIONS_MAX = 25;
const CHOICES_MAX = 25;

const named = {
  name: ChatName,
  name_localizations: localized(ChatName),
  description: Description,
  description_localizations: localized(Description),
};

const choices = <V extends z.ZodType>(value: V) =>
  z.array(z.object({ name: text(100, 1), name_localizations: localized(text(100, 1)), value }))
    .max(CHOICES_MAX).optional();

const required = z.boolean().optional();
const autocomplete = z.boolean().optional();
const integer = z.number().int().min(-(2 ** 53)).max(2 ** 53);
const double = z.number().min(-(2 ** 53)).max(2 ** 53);
const length = (min: number) => z.number().int().min(min).max(6000).optional();

/** Options that only have a name: boolean, user, role, mentionable, attachment. */
const plain = <T extends number>(type: T) => z.object({ type: z.literal(type), ...named, required });

const StringOption = z.object({
  type: z.literal(3),
  ...named,
  required,
  autocomplete,
  choices: choices(text(100)),
  min_length: length(0),
  max_length: length(1),
});
const IntegerOption = z.object({
  type: z.literal(4),
  ...named,
  required,
  autocomplete,
  choices: choices(integer),
  min_value: integer.optional(),
  max_value: integer.optional(),
});
const NumberOption = z.object({
  type: z.literal(10),
  ...named,
  required,
  autocomplete,
  choices: choices(double),
  min_value: double.optional(),
  max_value: double.optional(),
});
const ChannelOption = z.object({
  type: z.literal(7),
  ...named,
  required,
  channel_types: z.array(z.number().int().min(0).max(20)).max(20).optional(),
});
const values = [
  StringOption,
  IntegerOption,
  NumberOption,
  ChannelOption,
  plain(5),
  plain(6),
  plain(8),
  plain(9),
  plain(11),
] as const;
const ValueOption = z.discriminatedUnion("type", [...values]);
export type ValueOption = z.output<typeof ValueOption>;

const Subcommand = z.object({
  type: z.literal(1),
  ...named,
  options: z.array(ValueOption).max(OPTIONS_MAX).optional(),
});
const SubcommandGroup = z.object({
  type: z.literal(2),
  ...named,
  options: z.array(Subcommand).min(1).max(OPTIONS_MAX),
});
export const Option = z.discriminatedUnion("type", [Subcommand, SubcommandGroup, ...values]);
export type Option = z.output<typeof Option>;

const settings = {
  /** Keeps the id of a command that is replaced. */
  id: Snowflake.optional(),
  default_member_permissions: z.union([
    z.string().regex(/^\d{1,20}$/, "must be permission bits as decimal digits"),
    z.number().int().nonnegative(),
  ]).nullish(),
  nsfw: z.boolean().optional(),
};

export const ChatCommand = z.object({
  type: z.literal(1).default(1),
  ...named,
  options: z.array(Option).max(OPTIONS_MAX).optional(),
  ...settings,
});
export const MenuCommand = z.object({
  type: z.union([z.literal(2), z.literal(3)]),
  name: MenuName,
  name_localizations: localized(MenuName),
  ...settings,
});

export type Command = z.output<typeof ChatCommand> | z.output<typeof MenuCommand>;

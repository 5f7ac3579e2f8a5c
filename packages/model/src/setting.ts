import { z } from "zod";

const settingTypes = ["string", "number", "boolean", "channel", "role", "user", "choice"] as const;
export const SettingType = z.enum(settingTypes);
export type SettingType = z.infer<typeof SettingType>;

/** Not `constructor` or any other name that every object has. */
export const SettingKey = z.string().regex(
  /^[a-zA-Z][a-zA-Z0-9_]{0,31}$/,
  "must be 1 to 32 letters, digits or _, beginning with a letter",
).refine((key) => !(key in Object.prototype), "must not be a name that every object has");

export const SettingValue = z.union([z.string().max(4_000), z.number(), z.boolean()]);
export type SettingValue = z.infer<typeof SettingValue>;

const line = (most: number) => z.string().min(1).max(most).regex(/^[^\p{C}]+$/u, "must be printable text");

/** One field of the form by which a guild's people set up its script. */
export const SettingDefinition = z.object({
  key: SettingKey,
  type: SettingType,
  label: line(100),
  description: line(300).optional(),
  /** Cannot be left empty. */
  required: z.boolean().optional(),
  default: SettingValue.optional(),
  /** Of a choice. */
  choices: z.array(z.object({ label: line(100), value: line(100) })).min(1).max(25).optional(),
  /** Of a number, or of the length of a text. */
  min: z.number().optional(),
  max: z.number().optional(),
});
export type SettingDefinition = z.infer<typeof SettingDefinition>;

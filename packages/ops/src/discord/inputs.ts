/** @module Components a user works with: buttons, selects, text and file inputs, choices of a modal. */
import { z } from "zod";
import { Snowflake } from "@flora/model";
import { componentId, emojiObject, text, webUrl } from "./text.ts";

const id = componentId;
const customId = text(100, 1);
const disabled = z.boolean().optional();

export const Button = z.object({
  type: z.literal(2),
  id,
  style: z.number().int().min(1).max(6),
  label: text(80).optional(),
  emoji: emojiObject.optional(),
  custom_id: customId.optional(),
  url: webUrl.max(512).optional(),
  sku_id: Snowflake.optional(),
  disabled,
}).superRefine((button, context) => {
  const wanted = button.style === 5 ? "url" : button.style === 6 ? "sku_id" : "custom_id";
  for (const key of ["custom_id", "url", "sku_id"] as const) {
    if (key === wanted && button[key] === undefined) {
      context.addIssue({
        code: "custom",
        path: [key],
        message: `is required by button style ${button.style}`,
      });
    } else if (key !== wanted && button[key] !== undefined) {
      context.addIssue({
        code: "custom",
        path: [key],
        message: `does not go with button style ${button.style}`,
      });
    }
  }
});

const SelectOption = z.object({
  label: text(100, 1),
  value: text(100, 1),
  description: text(100).optional(),
  emoji: emojiObject.optional(),
  default: z.boolean().optional(),
});

const select = {
  id,
  custom_id: customId,
  placeholder: text(150).optional(),
  min_values: z.number().int().min(0).max(25).optional(),
  max_values: z.number().int().min(1).max(25).optional(),
  disabled,
  required: z.boolean().optional(),
};
const autoSelect = {
  ...select,
  default_values: z.array(z.object({ id: Snowflake, type: z.enum(["user", "role", "channel"]) })).max(25)
    .optional(),
};

const StringSelect = z.object({
  type: z.literal(3),
  ...select,
  options: z.array(SelectOption).min(1).max(25),
});
const UserSelect = z.object({ type: z.literal(5), ...autoSelect });
const RoleSelect = z.object({ type: z.literal(6), ...autoSelect });
const MentionableSelect = z.object({ type: z.literal(7), ...autoSelect });
const ChannelSelect = z.object({
  type: z.literal(8),
  ...autoSelect,
  channel_types: z.array(z.number().int().min(0).max(20)).max(20).optional(),
});
export const selects = [StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect] as const;

export const TextInput = z.object({
  type: z.literal(4),
  id,
  custom_id: customId,
  style: z.number().int().min(1).max(2),
  label: text(45, 1).optional(),
  placeholder: text(100).optional(),
  value: text(4000).optional(),
  min_length: z.number().int().min(0).max(4000).optional(),
  max_length: z.number().int().min(1).max(4000).optional(),
  required: z.boolean().optional(),
});

const Choice = z.object({
  value: text(100, 1),
  label: text(100, 1),
  description: text(100).optional(),
  default: z.boolean().optional(),
});
const range = {
  min_values: z.number().int().min(0).max(10).optional(),
  max_values: z.number().int().min(1).max(10).optional(),
  required: z.boolean().optional(),
};

/** Inputs that exist in modals only, below a label. */
export const modalInputs = [
  TextInput,
  z.object({ type: z.literal(19), id, custom_id: customId, ...range }),
  z.object({
    type: z.literal(21),
    id,
    custom_id: customId,
    options: z.array(Choice).min(2).max(10),
    required: z.boolean().optional(),
  }),
  z.object({
    type: z.literal(22),
    id,
    custom_id: customId,
    options: z.array(Choice).min(1).max(10),
    ...range,
  }),
  z.object({ type: z.literal(23), id, custom_id: customId, default: z.boolean().optional() }),
] as const;

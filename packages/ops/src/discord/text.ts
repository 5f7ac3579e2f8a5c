import { z } from "zod";
import { Snowflake } from "@flora/model";

/** Text of `min` to `max` characters, counted as Discord counts them: code points, not UTF-16 units. */
export function text(max: number, min = 0): z.ZodString {
  const between = min > 0 ? `must have ${min} to ${max} characters` : `must have at most ${max} characters`;
  return z.string().refine((value) => value.isWellFormed(), "must be well-formed text")
    .refine((value) => {
      if (value.length < min) return false;
      return value.length <= max || (value.length <= max * 2 && countCharacters(value) <= max);
    }, between);
}

/** Code points of a text. */
export function countCharacters(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}

/** A web address; Discord fetches it, so its own egress rules hold there. */
export const webUrl = z.string().max(2048).regex(/^https?:\/\/[^\s]+$/i, "must be an http or https URL");

/** A web address or the name of a file of the same request. */
export const mediaUrl = z.string().max(2048).regex(
  /^(https?:\/\/[^\s]+|attachment:\/\/[^\s/\\]+)$/i,
  "must be an http, https or attachment URL",
);

export const color = z.number().int().min(0).max(0xffffff);

/** An emoji in a body: custom by id, or unicode by name. */
export const emojiObject = z.object({
  id: Snowflake.nullish(),
  name: text(64).nullish(),
  animated: z.boolean().nullish(),
});

/** A component's own number within its message. */
export const componentId = z.number().int().min(0).max(0x7fffffff).optional();

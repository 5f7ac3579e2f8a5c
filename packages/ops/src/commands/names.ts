import { z } from "zod";
import { text } from "../discord/text.ts";

const CHAT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Locales that Discord takes as keys of localisations. */
const locales = new Set(
  ("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th " +
    "zh-CN ja zh-TW ko").split(" "),
);

/** Name of a slash command, subcommand or option. */
export const ChatName = z.string().superRefine((name, context) => {
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (!CHAT_NAME.test(name)) refuse("must have 1 to 32 letters, digits, hyphens, underscores or apostrophes");
  else if (name !== name.toLowerCase()) refuse("must be lower-case");
});

/** Name of an entry of a context menu: spaces and capitals are fine. */
export const MenuName = text(32, 1);

export const Description = text(100, 1);

/** One text per locale, each under the rule of what it translates. */
export function localized(rule: z.ZodType<string>) {
  return z.record(z.string().refine((key) => locales.has(key), "must be a locale of Discord"), rule)
    .nullish();
}

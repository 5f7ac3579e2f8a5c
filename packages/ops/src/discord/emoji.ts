import { z } from "zod";

const CUSTOM = /^(?:<?a?:)?(\w{2,32}:\d{17,20})>?$/;
/** No ASCII but the keycap signs, so that nothing of it can change a path. */
const UNICODE =
  /^[\p{Extended_Pictographic}\p{Emoji}\p{Emoji_Modifier}\p{RI}\u200d\ufe0f\u20e3\u{E0020}-\u{E007F}]{1,20}$/u;

/** An emoji in a path: unicode, or `name:id`; `<:name:id>` as seen in messages is taken too. */
export const EmojiParam = z.string().max(100).transform((value, context) => {
  const custom = CUSTOM.exec(value);
  if (custom) return custom[1]!;
  if (UNICODE.test(value) && !/^[\d#*]+$/.test(value)) return value;
  context.addIssue({ code: "custom", message: "must be a unicode emoji or name:id of a custom one" });
  return z.NEVER;
});

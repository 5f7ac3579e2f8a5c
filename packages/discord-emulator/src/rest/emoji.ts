import type { World } from "../state/world.ts";
import { refuse } from "./errors.ts";

/** An emoji named by a path segment or a person. */
interface EmojiName {
  id: string | null;
  name: string;
  animated: boolean;
}

const PICTOGRAPH =
  /^(?:[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u200d\ufe0f\u20e30-9#*]|[\u{e0020}-\u{e007f}])+$/u;

/** Reads `👍`, `name:id` or `a:name:id`; 10014 for anything else, and for custom emojis that do not exist. */
export function readEmoji(world: World, text: string): EmojiName {
  const custom = /^(?:(a):)?(\w{2,32}):(\d{17,19})$/.exec(text.replace(/^<:?|>$/g, ""));
  if (custom) {
    for (const guild of world.guilds.values()) {
      const emoji = guild.emojis.get(custom[3]!);
      if (emoji) return { id: emoji.id, name: emoji.name, animated: emoji.animated };
    }
    return refuse("unknownEmoji");
  }
  return PICTOGRAPH.test(text) && /[^0-9#*]/.test(text)
    ? { id: null, name: text, animated: false }
    : refuse("unknownEmoji");
}

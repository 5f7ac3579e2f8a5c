/** A unicode emoji, `<:name:id>`, or its parts. */
export type EmojiInput = string | { id?: string; name?: string; animated?: boolean };

const CUSTOM_EMOJI = /^<?(a?):?(\w{2,32}):(\d{17,20})>?$/;

/** The parts of an emoji, however it was written. */
export function emojiOf(emoji: EmojiInput): { id?: string; name?: string; animated?: boolean } {
  if (typeof emoji !== "string") return emoji;
  const [, animated, name, id] = CUSTOM_EMOJI.exec(emoji) ?? [];
  return id === undefined ? { name: emoji } : { id, name: name!, ...(animated ? { animated: true } : {}) };
}

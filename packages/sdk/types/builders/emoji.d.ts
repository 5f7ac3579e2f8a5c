/** A unicode emoji, `<:name:id>`, or its parts. */
export type EmojiInput = string | {
    id?: string;
    name?: string;
    animated?: boolean;
};
/** The parts of an emoji, however it was written. */
export declare function emojiOf(emoji: EmojiInput): {
    id?: string;
    name?: string;
    animated?: boolean;
};

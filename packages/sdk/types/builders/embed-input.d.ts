/** A field of an embed. */
export interface EmbedField {
    /** 1..256 characters. */
    name: string;
    /** 1..1024 characters. */
    value: string;
    /** Whether it may stand beside others; false by default. */
    inline?: boolean;
}
/** An embed in camelCase. */
export interface EmbedInput {
    title?: string;
    description?: string;
    url?: string;
    color?: number;
    /** ISO 8601. */
    timestamp?: string;
    footer?: {
        text: string;
        iconUrl?: string;
    };
    image?: {
        url: string;
    };
    thumbnail?: {
        url: string;
    };
    author?: {
        name: string;
        url?: string;
        iconUrl?: string;
    };
    fields?: EmbedField[];
}

/** @module What a script says in a message, turned into the body Discord takes. */
import type { APIAttachment, APIEmbed, APIMessageTopLevelComponent } from "discord-api-types/v10";
import type { Builder } from "../builders/builder.js";
import type { EmbedInput } from "../builders/embed-input.js";
/** Who a message notifies, as Discord's `allowed_mentions`: whole kinds by `parse`, else by id. */
export interface AllowedMentions {
    parse?: ("users" | "roles" | "everyone")[];
    users?: string[];
    roles?: string[];
    repliedUser?: boolean;
}
/** A file to upload. */
export interface Upload {
    name: string;
    /**
     * Text is sent as UTF-8. At most 10 MiB, and all files of a message with its text at most 25 MiB, whatever the guild's
     * boosts. Bytes are not copied: they must stay as they are until the call has ended.
     */
    data: string | Uint8Array | ArrayBuffer | globalThis.Blob;
    /** Media type. */
    contentType?: string;
    /** Alternative text. */
    description?: string;
}
/** A file as the published SDK writes it: by address, or as base64. */
export type NamedUpload = {
    Url: Address;
} | {
    Base64: Base64;
};
interface Address {
    url: string;
    filename?: string;
    description?: string;
}
interface Base64 {
    data: string;
    filename: string;
    description?: string;
}
/** A message as scripts write it; names are Discord's in camelCase. */
export interface MessageInput {
    /** At most 2000 characters. */
    content?: string | null;
    /** At most 10, as builders or JSON. */
    embeds?: (Builder | EmbedInput | APIEmbed)[] | null;
    /** Action rows, or the newer components; as builders or JSON. */
    components?: (Builder | APIMessageTopLevelComponent)[] | null;
    /** Files to upload, at most 10. On an edit also `{id}` of those that stay. */
    attachments?: (Upload | NamedUpload | Pick<APIAttachment, "id">)[];
    tts?: boolean;
    /** Who is notified; nobody unless it is said here. */
    allowedMentions?: AllowedMentions;
    poll?: unknown;
    flags?: number;
}
/** A message that answers. */
export interface ReplyInput extends MessageInput {
    /** Message to refer to; null for none. By default the message of the event. */
    replyTo?: string | null;
    /** Only the user sees it. Interactions only. */
    ephemeral?: boolean;
}
export {};

/** @module What a script says in a message, turned into the body Discord takes. */
import type { APIAttachment, APIEmbed, APIMessageTopLevelComponent } from "discord-api-types/v10";
import type { Builder } from "../builders/builder.ts";
import type { EmbedInput } from "../builders/embed-input.ts";
import { URL } from "whatwg-url-minimum";
import { Blob } from "../web/blob.ts";
import { fetch } from "../web/fetch.ts";
import { encodeUtf8 } from "../web/utf8.ts";
import { invalidArgument, within } from "./errors.ts";
import { toDiscord } from "./keys.ts";
import type { File, Message } from "./uploads.ts";

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
export type NamedUpload = { Url: Address } | { Base64: Base64 };
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

const EPHEMERAL = 1 << 6;
const COMPONENTS_V2 = 1 << 15;
const ACTION_ROW = 1;
const MAX_ATTACHMENTS = 10;
const MAX_FILE_NAME = 256;

/** Text alone is the content. @internal */
export function toMessage(input: string | ReplyInput, where: string): Message {
  if (typeof input === "string") return { body: { content: input } };
  if (typeof input !== "object" || input === null) {
    throw invalidArgument(
      where,
      `Cannot send: ${where} must be text or an object, not ${input === null ? "null" : typeof input}`,
    );
  }
  const body: Record<string, unknown> = {};
  for (const key of ["content", "tts"] as const) if (input[key] !== undefined) body[key] = input[key];
  for (const key of ["embeds", "components"] as const) {
    if (input[key] !== undefined) body[key] = built(input[key], `${where}.${key}`);
  }
  if (input.allowedMentions !== undefined) body.allowed_mentions = toDiscord(input.allowedMentions);
  if (input.poll !== undefined) body.poll = toDiscord(input.poll);
  const flags = flagsOf(input, body.components);
  if (flags !== undefined) body.flags = flags;
  if (input.attachments === undefined) return { body };
  const { attachments, files } = uploads(input.attachments, where);
  return { body: { ...body, attachments }, ...(files.length === 0 ? {} : { files }) };
}

/** A list of builders or JSON; what is wrong with one of them names its place. */
function built(list: unknown, where: string): unknown {
  if (!Array.isArray(list)) return toDiscord(list);
  return list.map((item, index) => {
    try {
      return toDiscord(item);
    } catch (error) {
      throw within(`${where}.${index}`, error);
    }
  });
}

/** Components other than action rows exist only under their flag, which nobody should have to know. */
function flagsOf(input: ReplyInput, components: unknown): number | undefined {
  const list = Array.isArray(components) ? components as ({ type?: number } | null)[] : [];
  const v2 = list.some((one) => one?.type !== ACTION_ROW) ? COMPONENTS_V2 : 0;
  const flags = (input.flags ?? 0) | (input.ephemeral ? EPHEMERAL : 0) | v2;
  return input.flags === undefined && flags === 0 ? undefined : flags;
}

function uploads(list: NonNullable<MessageInput["attachments"]>, where: string) {
  const files: File[] = [];
  if (!Array.isArray(list) || list.length > MAX_ATTACHMENTS) {
    const path = `${where}.attachments`;
    const has = Array.isArray(list)
      ? `it has ${list.length}`
      : `it is ${list === null ? "null" : typeof list}`;
    throw invalidArgument(path, `Cannot send: ${path} must be a list of at most ${MAX_ATTACHMENTS}, ${has}`);
  }
  const attachments = list.map((item, index) => {
    const place = `${where}.attachments.${index}`;
    if (typeof item !== "object" || item === null) {
      throw invalidArgument(place, `Cannot send: ${place} must be an object`);
    }
    if ("id" in item) return { id: item.id };
    const upload: Partial<Upload> = "Base64" in item
      ? decoded(item.Base64, place)
      : "Url" in item
      ? addressed(item.Url, place)
      : item;
    const { name, data, contentType, description } = upload;
    if (typeof name !== "string" || name === "" || name.length > MAX_FILE_NAME) {
      const path = `${place}.name`;
      throw invalidArgument(path, `Cannot send: ${path} must have 1 to ${MAX_FILE_NAME} characters`);
    }
    const bytes = "Url" in item ? () => fetched(item.Url.url, `${place}.Url.url`) : bytesOf(data);
    if (bytes === undefined) {
      const path = `${place}.data`;
      throw invalidArgument(path, `Cannot send: ${path} must be text or bytes`);
    }
    files.push({ name, bytes, ...(contentType === undefined ? {} : { contentType }) });
    return { id: files.length - 1, filename: name, ...(description === undefined ? {} : { description }) };
  });
  return { attachments, files };
}

function decoded({ data, filename, ...more }: Base64, where: string): Upload {
  return { ...more, name: filename, data: base64(data, `${where}.Base64.data`) };
}

/** Its bytes are fetched when it is sent. */
function addressed({ url, filename, ...more }: Address, where: string): Partial<Upload> {
  const path = `${where}.Url.url`;
  if (!URL.canParse(url)) throw invalidArgument(path, `Cannot send: ${path} must be an address`);
  return { ...more, name: filename ?? (new URL(url).pathname.split("/").at(-1) || "file") };
}

function base64(data: string, path: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(data);
  } catch {
    throw invalidArgument(path, `Cannot send: ${path} must be base64`);
  }
}

async function fetched(url: string, path: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (response.ok) return await response.bytes();
  throw invalidArgument(path, `Cannot send: ${path} answers ${response.status}`);
}

/** Not copied, unless it is text; undefined for what is neither text nor bytes. */
function bytesOf(data: unknown): Uint8Array | undefined {
  if (typeof data === "string") return encodeUtf8(data);
  if (data instanceof Blob) return Blob.bytesOf(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return data instanceof Uint8Array ? data : undefined;
}

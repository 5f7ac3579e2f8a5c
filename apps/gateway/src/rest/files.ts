/** @module Files of a request as they are sent: those that came along, and those that came ahead of it in parts. */
import { Buffer } from "node:buffer";
import type { RawFile } from "@discordjs/rest";
import {
  type DiscordFile,
  type DiscordRequest,
  gone,
  type Refusal,
  type Route,
  routes,
  type StagedFiles,
} from "@flora/discord";

export interface LoadedFile {
  name: string;
  contentType?: string | undefined;
  bytes: Uint8Array;
}

/** Discord counts the whole request: the form and what it says around each file. */
const AROUND_FILE_BYTES = 1024;
const STICKER_BYTES = 512 * 1024;

/** Ids of the staged files among them. */
export const stagedIn = (files: DiscordFile[]): string[] =>
  files.flatMap((file) => "staged" in file ? [file.staged] : []);

/** Every file of the request with its bytes, to be released when it has ended, or why it cannot be sent. */
export function loadFiles(
  staged: StagedFiles,
  { guildId, route, body, files = [] }: DiscordRequest,
): LoadedFile[] | Refusal {
  if (files.length === 0) return [];
  const taken = staged.take(guildId, stagedIn(files));
  if (!taken) {
    const { message, path } = gone("files");
    return { ok: false, kind: "invalid", message, path };
  }
  const loaded = files.map((file): LoadedFile => {
    const { name, contentType } = file;
    const bytes = "staged" in file ? taken.shift()! : Buffer.from(file.dataBase64, "base64");
    return { name, contentType, bytes };
  });
  const most = staged.limits.guildBytes;
  const wrong = tooLarge(loaded, body, (routes as Record<string, Route>)[route], most);
  if (!wrong) return loaded;
  staged.release(guildId, stagedIn(files));
  return { ok: false, kind: "invalid", ...wrong };
}

function tooLarge(files: LoadedFile[], body: unknown, route: Route | undefined, most: number) {
  const [sticker] = files;
  if (route?.files === "sticker" && sticker!.bytes.length > STICKER_BYTES) {
    const message = `sticker "${sticker!.name}" is ${sticker!.bytes.length} bytes, at most ${STICKER_BYTES}`;
    return { message, path: "files.0" };
  }
  const around = Buffer.byteLength(JSON.stringify(body ?? null)) + (files.length + 1) * AROUND_FILE_BYTES;
  const whole = files.reduce((sum, { bytes }) => sum + bytes.length, around);
  if (whole <= most) return undefined;
  return { message: `files and message are ${whole} bytes together, at most ${most}`, path: "files" };
}

/** A sticker is uploaded in a form of plain fields, anything else as numbered files beside JSON. */
export function toRawFile({ name, contentType, bytes }: LoadedFile, { files }: Route): RawFile {
  return {
    name,
    data: bytes,
    ...(contentType ? { contentType } : {}),
    ...(files === "sticker" ? { key: "file" } : {}),
  };
}

import { z } from "zod";
import { text } from "./text.ts";

export const FILE_BYTES = 10 * 1024 * 1024;
export const FILES_BYTES = 25 * 1024 * 1024;

// deno-lint-ignore no-control-regex -- control characters are what it refuses
const CONTROL = /[\x00-\x1f\x7f"\\/]/;

/** Bytes that a base64 text stands for. */
const decodedBytes = (base64: string) => Math.floor(base64.replace(/=+$/, "").length * 3 / 4);

/** Files of an upload. Names and types go into headers of the upload, so nothing in them may end a line. */
export const Files = z.array(z.object({
  name: text(256, 1).refine(
    (name) => !CONTROL.test(name),
    "must not contain quotes, slashes or control characters",
  ),
  contentType: z.string().max(128).regex(
    /^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/,
    "must be a media type",
  )
    .optional(),
  dataBase64: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, "must be base64")
    .refine((data) => decodedBytes(data) <= FILE_BYTES, `must be at most ${FILE_BYTES} bytes`),
})).max(10).refine(
  (files) => files.reduce((sum, file) => sum + decodedBytes(file.dataBase64), 0) <= FILES_BYTES,
  `must be at most ${FILES_BYTES} bytes together`,
);
export type Files = z.output<typeof Files>;

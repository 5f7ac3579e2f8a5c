import { z } from "zod";
import { MOST_FILES } from "@flora/discord";
import type { OpContext } from "../contract.ts";
import { text } from "./text.ts";

/** Files that are at most so large together go along with the call that sends them; others are staged before it. */
const INLINE_BYTES = 256 * 1024;

// deno-lint-ignore no-control-regex -- control characters are what it refuses
const CONTROL = /[\x00-\x1f\x7f"\\/]/;

/** Bytes that a base64 text stands for. */
const decodedBytes = (base64: string) => Math.floor(base64.replace(/=+$/, "").length * 3 / 4);

/** Names and types go into headers of the upload, so nothing in them may end a line. */
export const FileName = text(256, 1).refine(
  (name) => !CONTROL.test(name),
  "must not contain quotes, slashes or control characters",
);

const described = {
  name: FileName,
  contentType: z.string().max(128).regex(
    /^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/,
    "must be a media type",
  ).optional(),
};

const File = z.union([
  z.object({
    ...described,
    dataBase64: z.string().max(Math.ceil(INLINE_BYTES / 3) * 4, `must be at most ${INLINE_BYTES} bytes`)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/, "must be base64"),
  }),
  z.object({ ...described, staged: z.string().max(64) }),
]);

/** Files of an upload. */
export const Files = z.array(File).max(MOST_FILES).refine(
  (files) =>
    files.reduce((sum, file) => sum + ("staged" in file ? 0 : decodedBytes(file.dataBase64)), 0) <=
      INLINE_BYTES,
  `must be at most ${INLINE_BYTES} bytes together where they are not staged`,
);
export type Files = z.output<typeof Files>;

const stagedIn = (files: Files = []) => files.flatMap((file) => "staged" in file ? [file.staged] : []);

/** Every staged file of a call must be of this isolate. */
export function checkFiles({ files }: OpContext, { files: asked = [] }: { files?: Files | undefined }): void {
  const staged = [...asked.entries()].filter(([, file]) => "staged" in file);
  files.check(stagedIn(asked), (at) => `files.${staged[at]![0]}.staged`);
}

/** Makes a call whose staged files are good for it alone, however it ends. */
export async function withFiles<T>(
  { files }: OpContext,
  asked: Files | undefined,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } finally {
    files.drop(stagedIn(asked));
  }
}

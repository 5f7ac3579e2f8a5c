/**
 * @module Files that are too large to go along with the call that sends them: announced, handed over in parts, then named
 * by id in that call.
 */
import { z } from "zod";
import { MOST_FILES, PART_BYTES } from "@flora/discord";
import { FileName } from "../discord/files.ts";

const id = z.string().max(64);
const Nothing = z.object({});

export const filesOps = {
  /** Takes up room for all of them, or refuses. */
  begin: {
    args: z.object({
      files: z.array(z.object({ name: FileName, bytes: z.number().int().positive() })).min(1).max(MOST_FILES),
    }),
    /** One id per file, good in this isolate for one call. */
    result: z.object({ ids: z.array(z.string()) }),
  },
  put: {
    args: z.object({
      id,
      /** How many bytes of the file came before. */
      at: z.number().int().nonnegative(),
      dataBase64: z.string().min(1).max(PART_BYTES / 3 * 4, `must be at most ${PART_BYTES} bytes`),
    }),
    result: Nothing,
  },
  /** Gives files up that no call will name; nothing happens where there is none. */
  drop: { args: z.object({ ids: z.array(id).max(MOST_FILES) }), result: Nothing },
};
export type FilesOps = typeof filesOps;

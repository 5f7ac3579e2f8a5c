/**
 * @module Files of uploads. Large ones come in parts, ahead of the request that names them, so that neither a frame nor
 * anybody but the holder of the token ever has a whole one.
 */
import { z } from "zod";
import { GuildId, type ScriptErrorShape } from "@flora/model";

/** Most bytes of one part: what a guest encodes at a time, and small enough for its youngest garbage. */
export const PART_BYTES = 192 * 1024;
/** Most files of one request, which is Discord's. */
export const MOST_FILES = 10;

const StagedId = z.string().max(64);

const described = {
  name: z.string().min(1).max(256),
  contentType: z.string().max(128).optional(),
};

/** A file of a request: its bytes as base64, because links carry JSON, or the id under which they were staged. */
export const DiscordFile = z.union([
  z.object({ ...described, dataBase64: z.string() }),
  z.object({ ...described, staged: StagedId }),
]);
export type DiscordFile = z.infer<typeof DiscordFile>;

/** What becomes of files that no request names yet. Ids are made by the caller and must not be guessable. */
export const FilesCall = z.discriminatedUnion("t", [
  /** Takes up room for all files of one upload, or for none of them. */
  z.object({
    t: z.literal("begin"),
    guildId: GuildId,
    files: z.array(z.object({ id: StagedId, name: z.string(), bytes: z.number().int().positive() }))
      .min(1).max(MOST_FILES),
  }),
  /** The next part of a file, which begins where the one before ended. */
  z.object({
    t: z.literal("put"),
    guildId: GuildId,
    id: StagedId,
    at: z.number().int().nonnegative(),
    dataBase64: z.string().min(1).max(PART_BYTES / 3 * 4),
  }),
  /** Forgets files; ids that are unknown, or in a request just now, are passed over. */
  z.object({ t: z.literal("drop"), guildId: GuildId, ids: z.array(StagedId) }),
]);
export type FilesCall = z.infer<typeof FilesCall>;

export type FilesAnswer = { ok: true } | { ok: false; error: ScriptErrorShape };

/** All that ops know of staged files. */
export interface FilePort {
  /** Never rejects. */
  ask(call: FilesCall): Promise<FilesAnswer>;
}

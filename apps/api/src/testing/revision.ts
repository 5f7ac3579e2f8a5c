import type { GuildId, RevisionId } from "@flora/model";
import type { Storage } from "@flora/storage";
import { storeRevision } from "@flora/storage/testing/revision";

/** A revision whose only file has this text, as the routes that show files expect one. */
export function storedRevision(storage: Storage, guildId: GuildId, text = ""): Promise<RevisionId> {
  return storeRevision(storage, guildId, { sourceMap: "{}", sources: { "main.ts": text } });
}

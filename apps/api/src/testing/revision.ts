import { emptyManifest, type GuildId, newRevisionId, type RevisionId } from "@flora/model";
import type { Storage } from "@flora/storage";

let made = 0;

/** A revision of no consequence, for tests that need one to be there. */
export async function storedRevision(storage: Storage, guildId: GuildId, text = ""): Promise<RevisionId> {
  const id = newRevisionId(Date.now() + made++);
  await storage.deployments.putRevision({
    id,
    guildId,
    createdAt: Date.now(),
    createdBy: "test",
    entry: "main.ts",
    code: "",
    sourceMap: "{}",
    sources: { "main.ts": text },
    manifest: emptyManifest,
  });
  return id;
}

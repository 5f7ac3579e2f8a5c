import type { GuildId } from "@flora/model";
import { createSecretVault, type OpenedSecret } from "@flora/ops";
import { secretAad } from "@flora/storage";
import type { ApiParts } from "../context.ts";

/** Takes a guild's secrets out of texts, those too that were set after a text was stored. */
export async function createScrub(
  { storage, sealer, log }: Pick<ApiParts, "storage" | "sealer" | "log">,
  guildId: GuildId,
): Promise<(text: string) => string> {
  const opened: OpenedSecret[] = [];
  for (const { name, sealed, allowedHosts } of await storage.secrets.list(guildId)) {
    try {
      opened.push({ name, value: sealer.open(sealed, secretAad(guildId, name)), allowedHosts });
    } catch (error) {
      log.error({ guildId, secretName: name, err: error }, "Cannot open a stored secret");
    }
  }
  const vault = createSecretVault(opened, { guildId });
  return (text) => vault.scrub(text);
}

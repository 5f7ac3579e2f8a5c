import type { GuildId } from "@flora/model";
import { createSecretVault, type OpenedSecret, type SecretVault } from "@flora/ops";
import { secretAad } from "@flora/storage";
import type { Services } from "./services.ts";

/** Opens a guild's stored secrets. One that cannot be opened is left out: the operator is told, the script finds no such secret. */
export async function loadVault(
  { storage, sealer, log }: Pick<Services, "storage" | "sealer" | "log">,
  guildId: GuildId,
): Promise<SecretVault> {
  const opened: OpenedSecret[] = [];
  for (const { name, sealed, allowedHosts } of await storage.secrets.list(guildId)) {
    try {
      opened.push({ name, value: sealer.open(sealed, secretAad(guildId, name)), allowedHosts });
    } catch (error) {
      log.error({ guildId, secretName: name, err: error }, "Cannot open a stored secret");
    }
  }
  return createSecretVault(opened, { guildId });
}

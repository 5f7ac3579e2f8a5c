import type { GuildId } from "@flora/model";
import { type Sealer, secretAad, type Storage } from "@flora/storage";
import type { Logger } from "@flora/telemetry";
import type { SecretVault } from "../contract.ts";
import { createSecretVault, type OpenedSecret } from "./vault.ts";

/** What the vault of a guild is opened with. */
export interface VaultParts {
  storage: Pick<Storage, "secrets">;
  sealer: Sealer;
  log: Logger;
}

/** Opens a guild's stored secrets. One that cannot be opened is left out: the operator is told, the script finds no such secret. */
export async function openVault(
  { storage, sealer, log }: VaultParts,
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

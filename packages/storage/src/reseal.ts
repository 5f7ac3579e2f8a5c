import type { SecretStorage } from "./contract.ts";
import { type Sealer, secretAad } from "./seal.ts";

/**
 * Seals every secret that an older key sealed with the current one; how many. Nobody else may change secrets meanwhile.
 * Throws SealError where a key is missing: what came before is resealed, the rest is as it was.
 */
export async function resealSecrets(secrets: SecretStorage, sealer: Sealer): Promise<number> {
  let resealed = 0;
  for (const guildId of await secrets.guilds()) {
    for (const secret of await secrets.list(guildId)) {
      if (sealer.isCurrent(secret.sealed)) continue;
      const aad = secretAad(guildId, secret.name);
      await secrets.put(guildId, { ...secret, sealed: sealer.seal(sealer.open(secret.sealed, aad), aad) });
      resealed++;
    }
  }
  return resealed;
}

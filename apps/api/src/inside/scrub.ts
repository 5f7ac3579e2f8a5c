import type { GuildId } from "@flora/model";
import { openVault } from "@flora/ops";
import type { ApiParts } from "../context.ts";

/** Takes a guild's secrets out of texts, those too that were set after a text was stored. */
export async function createScrub(
  parts: Pick<ApiParts, "storage" | "sealer" | "log">,
  guildId: GuildId,
): Promise<(text: string) => string> {
  const vault = await openVault(parts, guildId);
  return (text) => vault.scrub(text);
}

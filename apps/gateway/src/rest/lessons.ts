/** @module What Discord's answers teach of a guild, and what of them scripts are not shown: the secrets of webhooks. */
import { type Route, valuesAt } from "@flora/discord";
import type { GuildId } from "@flora/model";
import type { DiscordCache } from "../discord/cache.ts";
import { isListed, type Possessions } from "./possessions.ts";

type Thing = { id: string; [key: string]: unknown };

/** Takes an answer in and takes secrets out of it. */
export function learnFrom(
  route: Route,
  guildId: GuildId,
  body: unknown,
  { cache, possessions }: {
    cache: Pick<DiscordCache, "learnChannel" | "learnRole">;
    possessions: Possessions;
  },
): void {
  for (const [place, kind] of Object.entries(route.answers ?? {})) {
    for (const { value } of valuesAt(body, place)) {
      if (typeof value !== "object" || value === null) continue;
      const thing = value as Thing;
      if (kind === "channel") cache.learnChannel(guildId, thing);
      else if (kind === "role") cache.learnRole(guildId, thing);
      else if (isListed(kind)) possessions.learn(guildId, kind, thing);
      if (kind === "webhook") {
        delete thing.token;
        delete thing.url;
      }
    }
  }
}

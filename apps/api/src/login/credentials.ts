import type { UserId } from "@flora/model";
import type { PersonRecord, Sealer } from "@flora/storage";
import { type Credentials, DiscordRefusal } from "./discord.ts";

/** What binds a person's tokens to that person. */
const aad = (userId: UserId) => `person/${userId}`;

export function sealCredentials(sealer: Sealer, userId: UserId, credentials: Credentials): string {
  return sealer.seal(JSON.stringify(credentials), aad(userId));
}

/** Throws DiscordRefusal where they cannot be opened any more: only another login makes new ones. */
export function openCredentials(sealer: Sealer, { userId, sealed }: PersonRecord): Credentials {
  try {
    return JSON.parse(sealer.open(sealed!, aad(userId)));
  } catch (error) {
    throw new DiscordRefusal(`Cannot open what Discord gave for ${userId}`, { cause: error });
  }
}

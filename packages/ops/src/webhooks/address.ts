/** @module Where a guild's webhooks are reached from outside: the API serves the addresses that are made here. */
import { randomBytes } from "node:crypto";
import type { GuildId } from "@flora/model";
import type { MetaStorage, WebhookStorage } from "@flora/storage";

/** Under which the API tells where it is reached, such as `https://flora.example.com`. */
export const PUBLIC_URL_KEY = "publicUrl";
/** Tokens outlive the webhooks they were made for, so that a redeploy finds its addresses again. */
const SPARE_TOKENS = 4;

export interface AddressStorage {
  webhooks: WebhookStorage;
  meta: Pick<MetaStorage, "get">;
}

export function newWebhookToken(): string {
  return randomBytes(24).toString("base64url");
}

/** The address of a guild's webhook; null where the guild has made up too many names. `limit`: webhooks of one guild. */
export async function webhookUrl(
  { webhooks, meta }: AddressStorage,
  { guildId, name, limit }: { guildId: GuildId; name: string; limit: number },
): Promise<string | null> {
  const token = await webhooks.ensure(guildId, name, newWebhookToken(), limit * SPARE_TOKENS);
  return token && `${await meta.get(PUBLIC_URL_KEY) ?? ""}/hooks/${guildId}/${name}/${token}`;
}

/** @module The key-value stores of a guild and what they take of its quota. */
import { createRoute } from "@hono/zod-openapi";
import { ControlError, KvStoreName } from "@flora/model";
import { KvStoreCreated, KvStoreDeleted, KvStoreList, KvStoreQuery } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { errors, GuildParams, json } from "./parts.ts";

/** Empty stores that a guild may make; those that hold keys count to the quota of bytes. */
const MOST_STORES = 100;

const path = "/api/guilds/{guildId}/kv";
export const StoreParams = GuildParams.extend({ store: KvStoreName });

const list = createRoute({
  method: "get",
  path,
  summary: "The guild's stores, by name, and what they use of the quota",
  request: { params: GuildParams, query: KvStoreQuery },
  responses: { 200: json(KvStoreList, "Stores"), ...errors() },
});

const create = createRoute({
  method: "put",
  path: `${path}/{store}`,
  summary: "Make an empty store; writing a key makes one too",
  request: { params: StoreParams },
  responses: { 200: json(KvStoreCreated, "It is there, or was"), ...errors("TOO_LARGE") },
});

const remove = createRoute({
  method: "delete",
  path: `${path}/{store}`,
  summary: "Delete a store with all its keys",
  request: { params: StoreParams },
  responses: { 200: json(KvStoreDeleted, "Gone"), ...errors("NOT_FOUND") },
});

export function kvStoreRoutes(api: Api, { storage: { kv }, limits }: ApiParts): void {
  api.openapi(list, async (c) => {
    const { guildId } = c.req.valid("param");
    const { limit, cursor } = c.req.valid("query");
    const found = await kv.stores(guildId, { limit: limit + 1, after: cursor });
    const stores = found.slice(0, limit);
    return c.json({
      stores,
      ...(found.length > limit && { cursor: stores.at(-1)!.name }),
      usedBytes: await kv.usedBytes(guildId),
      quotaBytes: limits.kvQuotaBytes,
    }, 200);
  });
  api.openapi(create, async (c) => {
    const { guildId, store } = c.req.valid("param");
    const outcome = await kv.createStore(guildId, store, MOST_STORES);
    if (outcome === "full") {
      throw new ControlError(
        "TOO_LARGE",
        `Cannot create store "${store}": guild has made ${MOST_STORES}, the most`,
      );
    }
    return c.json({ name: store, created: outcome === "created" }, 200);
  });
  api.openapi(remove, async (c) => {
    const { guildId, store } = c.req.valid("param");
    const keys = await kv.deleteStore(guildId, store);
    if (keys === null) throw new ControlError("NOT_FOUND", `Cannot delete store "${store}": there is none`);
    return c.json({ keys }, 200);
  });
}

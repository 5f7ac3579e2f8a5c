/** @module Keys of a guild's stores and their values. */
import { createRoute } from "@hono/zod-openapi";
import { ControlError } from "@flora/model";
import { KvKeyPage, KvKeyQuery, KvPut, KvValue, KvValueQuery, KvWritten } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { shown, write } from "../kv/write.ts";
import { StoreParams } from "./kv-stores.ts";
import { body, errors, json } from "./parts.ts";

const path = "/api/guilds/{guildId}/kv/{store}";

const keys = createRoute({
  method: "get",
  path: `${path}/keys`,
  summary: "Keys of a store in order, with their metadata",
  request: { params: StoreParams, query: KvKeyQuery },
  responses: { 200: json(KvKeyPage, "Keys; none where there is no such store"), ...errors() },
});

const read = createRoute({
  method: "get",
  path: `${path}/value`,
  summary: "A key's value, metadata and end",
  request: { params: StoreParams, query: KvValueQuery },
  responses: { 200: json(KvValue, "Value"), ...errors("NOT_FOUND") },
});

const put = createRoute({
  method: "put",
  path: `${path}/value`,
  summary: "Set a key: value, metadata and end together",
  request: { params: StoreParams, query: KvValueQuery, body: body(KvPut) },
  responses: {
    200: json(KvWritten, "Stored"),
    ...errors("PRECONDITION_FAILED", "REQUEST_TIMEOUT", "TOO_LARGE"),
  },
});

const remove = createRoute({
  method: "delete",
  path: `${path}/value`,
  summary: "Delete a key",
  request: { params: StoreParams, query: KvValueQuery },
  responses: { 204: { description: "Gone" }, ...errors("NOT_FOUND") },
});

export function kvValueRoutes(api: Api, { storage: { kv }, limits, now }: ApiParts): void {
  api.openapi(keys, async (c) => {
    const { guildId, store } = c.req.valid("param");
    const { keys, cursor } = await kv.list(guildId, store, c.req.valid("query"));
    return c.json({ keys, ...(cursor !== undefined && { cursor }) }, 200);
  });
  api.openapi(read, async (c) => {
    const { guildId, store } = c.req.valid("param");
    const { key } = c.req.valid("query");
    const entry = await kv.get(guildId, store, key);
    if (!entry) throw new ControlError("NOT_FOUND", `Cannot read key ${shown(key)}: there is none`);
    return c.json({ key, ...entry }, 200);
  });
  api.openapi(put, async (c) => {
    const { guildId, store } = c.req.valid("param");
    const { key } = c.req.valid("query");
    c.set("auditDetails", { key });
    const { ttlSeconds, ifVersion, ...entry } = c.req.valid("json");
    const seconds = now() / 1000;
    if (entry.expiration !== undefined && entry.expiration <= seconds) {
      throw new ControlError(
        "INVALID_REQUEST",
        `Cannot set key ${shown(key)}: expiration is not in the future`,
        {
          field: "expiration",
        },
      );
    }
    // Rather late than early: whole seconds are all that storage knows.
    const end = ttlSeconds === undefined ? {} : { expiration: Math.ceil(seconds + ttlSeconds) };
    const version = await write(kv, limits, { guildId, store }, {
      key,
      ...entry,
      ...end,
      ...(ifVersion !== undefined && { ifVersion }),
    });
    if (version === null) {
      throw new ControlError("PRECONDITION_FAILED", `Cannot set key ${shown(key)}: it has another version`, {
        field: "ifVersion",
      });
    }
    return c.json({ version }, 200);
  });
  api.openapi(remove, async (c) => {
    const { guildId, store } = c.req.valid("param");
    const { key } = c.req.valid("query");
    c.set("auditDetails", { key });
    if (!await kv.delete(guildId, store, key)) {
      throw new ControlError("NOT_FOUND", `Cannot delete key ${shown(key)}: there is none`);
    }
    return c.body(null, 204);
  });
}

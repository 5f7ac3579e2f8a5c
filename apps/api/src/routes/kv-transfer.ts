/** @module Whole stores as JSON lines, out and in. */
import { createRoute, z } from "@hono/zod-openapi";
import { ControlError } from "@flora/model";
import { KvExportQuery, KvImported, KvImportQuery, KvLine } from "@flora/protocol/api";
import type { Api, ApiParts } from "../context.ts";
import { exportLines } from "../kv/export.ts";
import { importLines } from "../kv/import.ts";
import { callerKey } from "../limits/caller-key.ts";
import { AtOnce } from "../limits/at-once.ts";
import { StoreParams } from "./kv-stores.ts";
import { errors, json } from "./parts.ts";

const TYPE = "application/x-ndjson";
/** Exports and imports of one caller at a time. */
const MOST_AT_ONCE = 4;

const path = "/api/guilds/{guildId}/kv/{store}";
const lines = { [TYPE]: { schema: KvLine } };

const download = createRoute({
  method: "get",
  path: `${path}/export`,
  summary: "Every key of a store as JSON lines, one object per line",
  request: { params: StoreParams, query: KvExportQuery },
  responses: {
    200: { description: "Lines, as an import takes them", content: lines },
    ...errors("RATE_LIMITED"),
  },
});

const upload = createRoute({
  method: "post",
  path: `${path}/import`,
  summary: "Set keys from JSON lines; the first line that is wrong ends it, those before it stay",
  request: { params: StoreParams, query: KvImportQuery },
  responses: { 200: json(KvImported, "Done"), ...errors("REQUEST_TIMEOUT", "TOO_LARGE", "RATE_LIMITED") },
});

/** The handler reads it line by line. */
const uploadBody = {
  required: true,
  content: { [TYPE]: { schema: z.toJSONSchema(KvLine, { io: "input" }) } },
};

export function kvTransferRoutes(api: Api, parts: ApiParts): void {
  const { kv } = parts.storage;
  const open = new AtOnce(MOST_AT_ONCE, "exports and imports");

  api.openapi(download, (c) => {
    const { guildId, store } = c.req.valid("param");
    const headers = { "content-type": TYPE };
    if (c.req.method === "HEAD") return c.body(null, 200, headers) as never;
    const leave = open.enter(callerKey(c.get("caller")));
    const stream = exportLines(kv, { guildId, store, ...c.req.valid("query") }, leave);
    return c.body(stream, 200, headers) as never;
  });
  api.openapi({ ...upload, requestBody: uploadBody } as typeof upload, async (c) => {
    const { guildId, store } = c.req.valid("param");
    const type = c.req.header("content-type") ?? "";
    if (!/^application\/(x-ndjson|jsonl)\s*(;|$)/i.test(type)) {
      throw new ControlError("INVALID_REQUEST", `Cannot import: content type is "${type}", send ${TYPE}`, {
        field: "content-type",
      });
    }
    const done = { imported: 0, skipped: 0, expired: 0 };
    try {
      const place = { guildId, store, ...c.req.valid("query") };
      await open.run(callerKey(c.get("caller")), () => importLines(parts, place, c.req.raw, done));
      return c.json(done, 200);
    } finally {
      c.set("changedInPart", done.imported > 0);
      c.set("auditDetails", { keys: String(done.imported) });
    }
  });
}

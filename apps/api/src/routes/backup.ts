import { createRoute, z } from "@hono/zod-openapi";
import { join } from "node:path";
import { ControlError } from "@flora/model";
import { StorageError } from "@flora/storage";
import type { Api, ApiParts } from "../context.ts";
import { errors } from "./parts.ts";

const backup = createRoute({
  method: "post",
  path: "/api/admin/backup",
  summary: "Everything flora keeps, as it is at one moment: a SQLite database, secrets in it still sealed",
  responses: {
    200: {
      description: "The copy",
      content: { "application/vnd.sqlite3": { schema: z.string().meta({ format: "binary" }) } },
    },
    ...errors("CONFLICT"),
  },
});

/** For operators only. A store that flora cannot copy says by which means it is copied. */
export function backupRoutes(api: Api, { storage }: ApiParts): void {
  api.openapi(backup, async () => {
    const folder = await Deno.makeTempDir({ prefix: "flora-backup-" });
    try {
      const path = join(folder, "flora.db");
      await storage.copyTo(path).catch((error) => {
        throw error instanceof StorageError ? new ControlError("CONFLICT", error.message) : error;
      });
      const file = await Deno.open(path);
      const { size } = await file.stat();
      const headers = { "content-type": "application/vnd.sqlite3", "content-length": String(size) };
      return new Response(file.readable, { headers });
    } finally {
      // What is open stays readable until it is closed.
      await Deno.remove(folder, { recursive: true });
    }
  });
}

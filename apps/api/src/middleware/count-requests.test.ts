import assert from "node:assert/strict";
import { Hono } from "hono";
import { createMetrics } from "@flora/telemetry";
import type { ApiEnv } from "../context.ts";
import { countRequests } from "./count-requests.ts";

Deno.test("countRequests() counts by route and status, whatever addresses and methods are asked for", async () => {
  const metrics = createMetrics();
  const app = new Hono<ApiEnv>();
  app.use(countRequests(metrics));
  app.use("/guilds/*", (_c, next) => next());
  app.get("/guilds/:id", (c) => c.text("x", c.req.param("id") === "1" ? 200 : 403));
  for (const path of ["/guilds/1", "/guilds/2", "/guilds/3", "/nothing/4", "/nothing/5"]) {
    await app.request(path);
  }
  for (const method of ["BREW", "PROPFIND"]) await app.request("/guilds/1", { method });
  const text = await metrics.render();
  const counts = text.split("\n").filter((line) => line.startsWith("flora_http_request_seconds_count"));
  assert.deepEqual(counts, [
    'flora_http_request_seconds_count{method="GET",route="/guilds/:id",status="200"} 1',
    'flora_http_request_seconds_count{method="GET",route="/guilds/:id",status="403"} 2',
    'flora_http_request_seconds_count{method="GET",route="none",status="404"} 2',
    'flora_http_request_seconds_count{method="other",route="none",status="404"} 2',
  ]);
});

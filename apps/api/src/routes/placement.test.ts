import assert from "node:assert/strict";
import { Bench } from "../testing/bench.ts";

Deno.test("metrics are plain text, as Prometheus reads them", async () => {
  await using bench = await Bench.open();
  const response = await bench.send("GET", "/api/admin/metrics");
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4");
  assert.equal(await response.text(), "flora_workers 1\n");
});

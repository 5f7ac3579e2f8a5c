import assert from "node:assert/strict";
import { createMetrics } from "./metrics.ts";

Deno.test("createMetrics() renders prefixed series with the process's labels", async () => {
  const metrics = createMetrics({ process: "worker-0" });
  const dispatches = metrics.counter({ name: "dispatches_total", help: "Dispatches", labels: ["status"] });
  dispatches.inc({ status: "ok" }, 2);
  metrics.gauge({ name: "isolates", help: "Isolates", collect: () => 7 });
  const loads = [{ labels: { worker: "worker-1" }, value: 0.5 }];
  metrics.gauge({ name: "load", help: "Load", labels: ["worker"], collect: () => loads.splice(0) });
  metrics.histogram({ name: "dispatch_seconds", help: "Time", buckets: [1, 2] }).observe(1.5);
  const text = await metrics.render();
  assert.match(text, /^flora_dispatches_total\{status="ok",process="worker-0"\} 2$/m);
  assert.match(text, /^flora_isolates\{process="worker-0"\} 7$/m);
  assert.match(text, /^flora_load\{worker="worker-1",process="worker-0"\} 0.5$/m);
  assert.doesNotMatch(await metrics.render(), /^flora_load\{/m);
  assert.match(text, /^flora_dispatch_seconds_bucket\{le="2",process="worker-0"\} 1$/m);
  assert.match(metrics.contentType, /^text\/plain/);
});

Deno.test("createMetrics() keeps registries apart", async () => {
  const first = createMetrics();
  const second = createMetrics();
  first.counter({ name: "same_total", help: "x" }).inc();
  second.counter({ name: "same_total", help: "x" });
  assert.match(await first.render(), /flora_same_total 1/);
  assert.match(await second.render(), /flora_same_total 0/);
});

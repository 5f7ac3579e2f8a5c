import assert from "node:assert/strict";
import { createMetrics } from "./metrics.ts";
import { type ProbeTarget, serveProbes } from "./probes.ts";

async function served(
  target: Partial<ProbeTarget>,
  test: (
    ask: (path: string, init?: RequestInit) => Promise<{ status: number; text: string }>,
  ) => Promise<void>,
): Promise<void> {
  const metrics = createMetrics({ process: "worker-0" });
  const server = await serveProbes({ host: "127.0.0.1", port: 0 }, { metrics, missing: () => [], ...target });
  try {
    await test(async (path, init) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
      return { status: response.status, text: await response.text() };
    });
  } finally {
    await server.close();
  }
}

Deno.test("serveProbes() tells health, readiness and figures", () =>
  served({}, async (ask) => {
    assert.deepEqual(await ask("/health"), { status: 200, text: '{"status":"ok"}\n' });
    assert.deepEqual(await ask("/ready"), { status: 200, text: '{"status":"ready","missing":[]}\n' });
    const { status, text } = await ask("/metrics");
    assert.equal(status, 200);
    assert.match(text, /^process_cpu_seconds_total\{process="worker-0"\} \d/m);
  }));

Deno.test("serveProbes() says what is missing, also where asking for it fails", async () => {
  await served({ missing: () => ["Discord is away"] }, async (ask) => {
    const { status, text } = await ask("/ready");
    assert.deepEqual([status, JSON.parse(text).missing], [503, ["Discord is away"]]);
    assert.equal((await ask("/health")).status, 200);
  });
  await served({ missing: () => Promise.reject(new Error("no gateway")) }, async (ask) => {
    const { status, text } = await ask("/ready");
    assert.deepEqual([status, JSON.parse(text).missing], [503, ["no gateway"]]);
  });
});

Deno.test("serveProbes() waits two seconds for an answer that does not come", () =>
  served({ missing: () => new Promise(() => {}) }, async (ask) => {
    const { status, text } = await ask("/ready");
    assert.deepEqual([status, JSON.parse(text).missing], [503, ["no answer within 2000 ms"]]);
  }));

Deno.test("serveProbes() answers where figures cannot be gathered, and goes on", () => {
  const metrics = { contentType: "text/plain", render: () => Promise.reject(new Error("no figures")) };
  return served({ metrics: metrics as unknown as ProbeTarget["metrics"] }, async (ask) => {
    const { status, text } = await ask("/metrics");
    assert.deepEqual([status, JSON.parse(text)], [500, { error: "Cannot answer: no figures" }]);
    assert.equal((await ask("/health")).status, 200);
  });
});

Deno.test("serveProbes() has nothing else", () =>
  served({}, async (ask) => {
    assert.equal((await ask("/")).status, 404);
    assert.equal((await ask("/metrics", { method: "POST" })).status, 405);
  }));

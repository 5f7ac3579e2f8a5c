/** @module The reference of the HTTP API, from the description that the API itself serves. */
import { createApp } from "@flora/api/app";
import { renderMarkdown } from "@flora/api/docs/markdown";
import { type Description, referenceOf } from "@flora/api/docs/reference";
import { GatewayLink } from "@flora/api/gateway-link";
import { defaultBodyTimeouts } from "@flora/api/read-body";
import { describeApi } from "@flora/api/openapi";
import { Standings } from "@flora/api/access/standing";
import { defaultLimits } from "@flora/model";
import { createSealer, generateKey, openStorage, parseKey } from "@flora/storage";
import { createLogger, createMetrics, WhyBook } from "@flora/telemetry";

/** Nobody calls this one: it only says what it would answer. */
export async function renderApiReference(): Promise<string> {
  const storage = await openStorage("sqlite::memory:");
  const sealer = createSealer([parseKey(generateKey())]);
  const log = createLogger({ name: "docs", write: () => undefined });
  const now = Date.now;
  const api = createApp({
    storage,
    sealer,
    log,
    now,
    gateway: new GatewayLink({ host: "127.0.0.1", port: 0, secret: "" }),
    limits: defaultLimits,
    metrics: createMetrics(),
    why: new WhyBook(),
    version: "",
    login: { missing: [] },
    standings: new Standings({ storage, sealer, operators: [], log, now }),
    publicUrl: () => "",
    trustedProxies: [],
    auditEntriesKept: 1,
    rates: { requestsPerMinute: 0, deploysPerMinute: 0, strangerRequestsPerMinute: 0 },
    bodyTimeouts: defaultBodyTimeouts,
    tailIntervalMs: 1,
    standingIntervalMs: 1,
    stopping: new AbortController().signal,
  });
  const text = renderMarkdown(referenceOf(describeApi(api, "") as Description));
  await storage.close();
  return text;
}

import assert from "node:assert/strict";
import { createLogger, createMetrics } from "@flora/telemetry";
import { createApp } from "./app.ts";
import type { Api } from "./context.ts";
import { Bench, HOME } from "./testing/bench.ts";
import { heapBytes } from "./testing/heap.ts";

/** What a batch asks, told apart by `n`: no two requests have anything in common that could be remembered once. */
const requests: ((n: number) => [method: string, path: string, init?: RequestInit])[] = [
  (n) => ["GET", `/nothing/${n}`],
  (n) => ["GET", "/api/whoami", { headers: { authorization: `Bearer flora_${n}` } }],
  (n) => ["GET", "/account", { headers: { cookie: `flora-session=${n}` } }],
  (n) => ["GET", `/api/auth/login?next=/${n}`],
  (n) => ["GET", `/api/auth/callback?code=${n}&state=${n}`, { headers: { cookie: `flora-login=${n}` } }],
  (n) => ["GET", `/device?user_code=${n}`],
  (
    n,
  ) => [
    "POST",
    "/api/auth/device/token",
    form({ client_id: "flora-cli", grant_type: GRANT, device_code: `${n}` }),
  ],
  (n) => ["POST", `/hooks/${n}/hook/${n}`],
  (n) => ["GET", `/api/guilds/${HOME}/kv/s${n}/keys?prefix=${n}`, mine],
  (n) => ["GET", `/api/guilds/${HOME}/kv/s/value?key=${n}`, mine],
  (n) => ["PUT", `/api/guilds/${HOME}/kv/s/value?key=${n % 10}`, json({ value: `${n}` })],
  (n) => ["GET", `/api/guilds/${n}/deployment`, mine],
  (n) => ["GET", `/api/guilds/${HOME}/logs?dispatch=${n}`, mine],
  (n) => ["GET", `/api/guilds/${HOME}/logs/stream?dispatch=${n}`, mine],
  (n) => ["GET", `/api/guilds/${HOME}/revisions/rev_${`${n}`.padStart(10, "0")}`, mine],
  (n) => ["PATCH", `/api/guilds/${HOME}/${n}`, mine],
  (n) => [`M${n}`, "/api/whoami", mine],
];
const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const mine = { headers: { authorization: "mine" } };
const json = (value: unknown) => ({
  headers: { authorization: "mine", "content-type": "application/json" },
  body: JSON.stringify(value),
});
const form = (fields: Record<string, string>) => ({ body: new URLSearchParams(fields) });

const BATCH = 1_700;
/** Until code is compiled as it will be, and what is bounded is full. */
const WARM_UP = 3;
const BATCHES = 5;
/** What one kind of request leaves behind counts a seventeenth: a kilobyte of it is seen. */
const MOST_BYTES_PER_REQUEST = 60;

/** Each from an address of its own. */
async function ask(app: Api, token: string, n: number): Promise<void> {
  const [method, path, init] = requests[n % requests.length]!(n);
  const headers = new Headers(init?.headers);
  if (headers.get("authorization") === "mine") headers.set("authorization", `Bearer ${token}`);
  const hostname = `10.${n >> 16 & 255}.${n >> 8 & 255}.${n & 255}`;
  const response = await app.fetch(
    new Request(`http://127.0.0.1${path}`, { ...init, method, headers }),
    { remoteAddr: { transport: "tcp", hostname, port: 1 } },
  );
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) await response.body?.cancel();
  else await response.arrayBuffer();
}

Deno.test("the API remembers nothing of requests that are over, whoever sent them and whatever was in them", async () => {
  await using bench = await Bench.open();
  const log = createLogger({ name: "api", write: () => {} });
  const rates = {
    requestsPerMinute: 1_000_000,
    deploysPerMinute: 1_000_000,
    strangerRequestsPerMinute: 1_000_000,
  };
  const app = createApp({ ...bench.parts, log, rates, metrics: createMetrics() });
  const used: number[] = [];
  for (let n = 0, batch = 0; batch < BATCHES; batch++) {
    for (const end = n + BATCH; n < end; n++) await ask(app, bench.token, n);
    bench.gateway.calls.length = 0;
    used.push(await heapBytes());
  }
  const growth = (used.at(-1)! - used[WARM_UP - 1]!) / (BATCH * (BATCHES - WARM_UP));
  assert.ok(growth < MOST_BYTES_PER_REQUEST, `${growth} bytes per request stay: ${used}`);
});

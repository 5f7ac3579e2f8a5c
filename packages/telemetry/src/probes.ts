/** @module What operators' machines ask a process: whether it lives, whether it can work, and its figures. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";

export interface ProbeTarget {
  metrics: Metrics;
  /** What keeps the process from its work, in words for operators; empty when nothing does. */
  missing(): string[] | Promise<string[]>;
}

export interface ProbeServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Whoever asks must not wait for something that hangs; what takes longer counts as missing. Milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * Answers `GET /health` (200 while the process answers at all), `GET /ready` (200, or 503 with what is missing) and
 * `GET /metrics` (Prometheus text) without a token: the address is to be reached by operators alone. Port 0 takes any free
 * one; rejects with the system's error when it cannot listen.
 */
export async function serveProbes(
  { host, port }: { host: string; port: number },
  target: ProbeTarget,
): Promise<ProbeServer> {
  const server = createServer(async (request, response) => {
    const { status, type = "application/json", body } = await answer(request.method, request.url, target)
      .catch((error) =>
        json(500, { error: `Cannot answer: ${error instanceof Error ? error.message : error}` })
      );
    response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  type?: string;
  body: string;
}

async function answer(method = "", url = "", { metrics, missing }: ProbeTarget): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD") return json(405, { error: `Cannot ${method}: only GET` });
  switch (url.split("?")[0]) {
    case "/health":
      return json(200, { status: "ok" });
    case "/ready": {
      const reasons = await withinPatience(missing);
      return json(reasons.length === 0 ? 200 : 503, {
        status: reasons.length === 0 ? "ready" : "not ready",
        missing: reasons,
      });
    }
    case "/metrics":
      return { status: 200, type: metrics.contentType, body: await metrics.render() };
    default:
      return json(404, { error: `Cannot GET ${url}: there are /health, /ready and /metrics` });
  }
}

function json(status: number, value: unknown): Answer {
  return { status, body: `${JSON.stringify(value)}\n` };
}

async function withinPatience(missing: ProbeTarget["missing"]): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const timer = setTimeout(() => resolve([`no answer within ${PATIENCE_MS} ms`]), PATIENCE_MS);
  try {
    return await Promise.race([promise, missing()]);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    clearTimeout(timer);
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

/** @module A web server on loopback for tests of the egress, and one guild's fetch pointed at it. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { Buffer } from "node:buffer";
import type { AddressInfo } from "node:net";

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface TestServer {
  port: number;
  /** Every request whose body has been read, in order. */
  seen: Seen[];
  /** Connections taken. */
  connections(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Reads each request, then lets `answer` reply; without it replies `ok`. */
export async function startTestServer(
  answer: (request: Seen, response: ServerResponse) => void = (_, response) => response.end("ok"),
): Promise<TestServer> {
  const seen: Seen[] = [];
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const entry = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(entry);
      answer(entry, response);
    });
  };
  const server = createServer(listener);
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Options of an egress that may reach loopback, where every name leads. */
export const toLoopback = {
  allowPrivate: (address: string) => address === "127.0.0.1",
  resolve: async () => ["127.0.0.1"],
};

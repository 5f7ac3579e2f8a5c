import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { openLoopback, refusalOf } from "../testing/loopback.ts";
import { fetchWhole } from "../testing/fetch-whole.ts";
import { startTestServer, toLoopback } from "../testing/http-server.ts";

const MIB = 1024 * 1024;
const zeros = Buffer.alloc(64 * MIB);
const nestedBomb = gzipSync(gzipSync(zeros));

/** Answers each path with one prepared body. */
const bodies: Record<string, { coding?: string; body: Uint8Array }> = {
  "/plain": { body: Buffer.alloc(2 * MIB, "a") },
  "/gzip": { coding: "gzip", body: gzipSync("hello ".repeat(1000)) },
  "/br": { coding: "br", body: brotliCompressSync("hello ".repeat(1000)) },
  "/deflate": { coding: "deflate", body: deflateSync("hello ".repeat(1000)) },
  "/raw-deflate": { coding: "deflate", body: deflateRawSync("hello ".repeat(1000)) },
  "/both": { coding: "deflate, gzip", body: gzipSync(deflateSync("hello ".repeat(1000))) },
  "/unknown": { coding: "zstd", body: Buffer.from("as it is") },
  "/gzip-bomb": { coding: "gzip", body: gzipSync(zeros) },
  "/br-bomb": { coding: "br", body: brotliCompressSync(zeros) },
  "/deflate-bomb": { coding: "deflate", body: deflateSync(zeros) },
  "/nested-bomb": { coding: "gzip, gzip", body: nestedBomb },
  "/empty-members": {
    coding: "gzip, gzip",
    body: gzipSync(Buffer.concat(Array(200_000).fill(gzipSync("")))),
  },
  "/many-codings": { coding: "gzip, gzip, gzip", body: gzipSync(nestedBomb) },
  "/broken": { coding: "gzip", body: Buffer.from("not gzip at all") },
  "/cut": { coding: "gzip", body: gzipSync("hello ".repeat(1000)).subarray(0, 30) },
  "/empty": { coding: "gzip", body: Buffer.alloc(0) },
};

const startBodies = () =>
  startTestServer(({ url }, response) => {
    const { coding, body } = bodies[url]!;
    if (coding) response.setHeader("content-encoding", coding);
    response.end(body);
  });

Deno.test("http.fetch decompresses, and leaves an unknown coding as it came", async () => {
  await using server = await startBodies();
  await using loop = await openLoopback({ http: toLoopback });
  const fetch = (path: string) => fetchWhole(loop, { url: `http://a.test:${server.port}${path}` });
  for (const path of ["/gzip", "/br", "/deflate", "/raw-deflate", "/both"]) {
    const response = await fetch(path);
    assert.equal(atob(response.bodyBase64), "hello ".repeat(1000), path);
    assert.equal(response.headers.some(([name]) => name === "content-encoding"), false, path);
  }
  const unknown = await fetch("/unknown");
  assert.equal(atob(unknown.bodyBase64), "as it is");
  assert.ok(unknown.headers.some(([name]) => name === "content-encoding"));
  assert.equal((await fetch("/empty")).bodyBase64, "");
});

Deno.test("http.fetch HTTP_TOO_LARGE counts bytes after decompression, at every stage", async () => {
  await using server = await startBodies();
  await using loop = await openLoopback({ http: toLoopback, limits: { fetchBytes: MIB } });
  const paths = ["/plain", "/gzip-bomb", "/br-bomb", "/deflate-bomb", "/nested-bomb", "/empty-members"];
  for (const path of paths) {
    const refused = await refusalOf(fetchWhole(loop, { url: `http://a.test:${server.port}${path}` }));
    assert.equal(refused.code, "HTTP_TOO_LARGE", path);
  }
});

Deno.test("http.fetch HTTP_FAILED for a body that is not what its coding says", async () => {
  await using server = await startBodies();
  await using loop = await openLoopback({ http: toLoopback });
  for (const path of ["/broken", "/cut", "/many-codings"]) {
    const refused = await refusalOf(fetchWhole(loop, { url: `http://a.test:${server.port}${path}` }));
    assert.equal(refused.code, "HTTP_FAILED", path);
  }
});

Deno.test("http.fetch bounds the request body", async () => {
  await using server = await startTestServer();
  await using loop = await openLoopback({ http: toLoopback, limits: { fetchBytes: 1000 } });
  const url = `http://a.test:${server.port}/`;
  const send = (bytes: number) =>
    fetchWhole(loop, { url, method: "POST", bodyBase64: Buffer.alloc(bytes).toString("base64") });
  assert.equal((await refusalOf(send(1001))).code, "HTTP_TOO_LARGE");
  assert.equal((await send(1000)).status, 200);
  const get = await refusalOf(fetchWhole(loop, { url, bodyBase64: "eA==" }));
  assert.equal(get.code, "INVALID_ARGUMENT");
});

/** A TCP server that does with a connection what `act` says. */
async function startRaw(act: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    act(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

Deno.test("http.fetch HTTP_TIMEOUT covers silence, slow heads, slow bodies, and name resolution", async () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
  const acts: ((socket: Socket) => void)[] = [
    () => {},
    (socket) => socket.write("HTTP/1.1 200 OK\r\nx-slow:"),
    (socket) => socket.write(head),
    (socket) => {
      socket.write(head);
      const drip = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(drip));
    },
  ];
  for (const act of acts) {
    await using server = await startRaw(act);
    await using loop = await openLoopback({ http: toLoopback, limits: { fetchTimeoutMs: 200 } });
    const refused = await refusalOf(fetchWhole(loop, { url: `http://a.test:${server.port}/` }));
    assert.equal(refused.code, "HTTP_TIMEOUT");
  }
  await using loop = await openLoopback({
    http: { resolve: () => new Promise(() => {}) },
    limits: { fetchTimeoutMs: 50 },
  });
  assert.equal((await refusalOf(fetchWhole(loop, { url: "http://a.test/" }))).code, "HTTP_TIMEOUT");
});

Deno.test("http.fetch HTTP_FAILED for answers that are no HTTP, cut short, or another protocol", async () => {
  const acts: ((socket: Socket) => void)[] = [
    (socket) => socket.end("-ERR unknown command\r\n"),
    (socket) => socket.destroy(),
    (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nshort"),
    (socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nx-a: ${"a".repeat(2 * MIB)}\r\n\r\n`),
  ];
  for (const [index, act] of acts.entries()) {
    await using server = await startRaw(act);
    await using loop = await openLoopback({ http: toLoopback });
    const refused = await refusalOf(fetchWhole(loop, { url: `http://a.test:${server.port}/` }));
    assert.equal(refused.code, "HTTP_FAILED", `act ${index}`);
  }
});

Deno.test("http.fetch holds at most fetchConcurrent connections, in order", async () => {
  let open = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  await using server = await startTestServer((_request, response) => {
    most = Math.max(most, ++open);
    waiting.push(() => {
      open--;
      response.end("ok");
    });
    if (waiting.length === 2 || server.seen.length === 7) waiting.splice(0).forEach((go) => go());
  });
  await using loop = await openLoopback({ http: toLoopback, limits: { fetchConcurrent: 2 } });
  const responses = await Promise.all(
    Array.from({ length: 7 }, (_, i) => fetchWhole(loop, { url: `http://a.test:${server.port}/${i}` })),
  );
  assert.equal(responses.every((response) => response.status === 200), true);
  assert.equal(most, 2);
});

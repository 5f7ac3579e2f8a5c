import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { openLoopback, refusalOf } from "../testing/loopback.ts";
import { fetchWhole } from "../testing/fetch-whole.ts";
import { toLoopback } from "../testing/http-server.ts";

const pem = (name: string) =>
  readFileSync(new URL(`../../testdata/api.example.test.${name}.pem`, import.meta.url), "utf8");

async function startTls() {
  const server = createServer({ key: pem("key"), cert: pem("cert") }, (request, response) => {
    response.end(
      `${(request.socket as TLSSocket & { servername?: string }).servername} ${request.headers.host}`,
    );
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

Deno.test("http.fetch over TLS goes to the judged address under the host's own name", async () => {
  await using server = await startTls();
  await using loop = await openLoopback({ http: { ...toLoopback, certificates: [pem("cert")] } });
  const response = await fetchWhole(loop, { url: `https://api.example.test:${server.port}/` });
  assert.equal(atob(response.bodyBase64), `api.example.test api.example.test:${server.port}`);
});

Deno.test("http.fetch over TLS refuses a certificate of another name, and one nobody vouches for", async () => {
  await using server = await startTls();
  await using trusting = await openLoopback({ http: { ...toLoopback, certificates: [pem("cert")] } });
  await using plain = await openLoopback({ http: toLoopback });
  const attempts = [
    fetchWhole(trusting, { url: `https://other.example.test:${server.port}/` }),
    fetchWhole(trusting, { url: `https://127.0.0.1:${server.port}/` }),
    fetchWhole(plain, { url: `https://api.example.test:${server.port}/` }),
  ];
  for (const refused of await Promise.all(attempts.map(refusalOf))) {
    assert.equal(refused.code, "HTTP_FAILED");
    assert.match(refused.message, /certificate or TLS refused/);
  }
});

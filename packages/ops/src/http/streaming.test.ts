import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import { fetchWhole } from "../testing/fetch-whole.ts";
import { openLoopback, refusalOf } from "../testing/loopback.ts";
import { startTestServer, toLoopback } from "../testing/http-server.ts";

const MIB = 1024 * 1024;
const text = (base64: string) => Buffer.from(base64, "base64").toString();

/** A server whose answers the test writes by itself. */
async function startOpen() {
  const waiting: ((response: ServerResponse) => void)[] = [];
  const server = await startTestServer((_request, response) => {
    response.flushHeaders();
    waiting.shift()?.(response);
  });
  return {
    url: `http://a.test:${server.port}/`,
    next: () => new Promise<ServerResponse>((resolve) => waiting.push(resolve)),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

Deno.test("http.fetch answers with the head, and http.read with each piece as it comes", async () => {
  await using server = await startOpen();
  await using loop = await openLoopback({ http: toLoopback });
  const { http } = loop.guest;
  const writing = server.next();
  const head = await http.fetch({ id: "a", url: server.url });
  assert.deepEqual([head.status, head.bodyBase64, head.more], [200, "", true]);
  const response = await writing;
  for (const piece of ["data: 1\n\n", "data: 2\n\n"]) {
    response.write(piece);
    const part = await http.read({ id: "a" });
    assert.deepEqual([text(part.bodyBase64), part.more], [piece, true]);
  }
  response.end("end");
  const rest = await http.read({ id: "a", whole: true });
  assert.deepEqual([text(rest.bodyBase64), rest.more], ["end", false]);
  assert.equal((await refusalOf(http.read({ id: "a" }))).code, "HTTP_FAILED");
});

Deno.test("http.read hands a large body out in parts smaller than a frame, and none of it is lost", async () => {
  const body = Buffer.from(Array.from({ length: 3 * MIB }, (_, at) => at * 7 & 255));
  await using server = await startTestServer((_request, response) => response.end(body));
  await using loop = await openLoopback({ http: toLoopback });
  const url = `http://a.test:${server.port}/`;
  const { bodyBase64 } = await fetchWhole(loop, { url });
  assert.ok(body.equals(Buffer.from(bodyBase64, "base64")));
  const first = await loop.guest.http.fetch({ id: "a", url });
  assert.ok(first.bodyBase64.length < 512 * 1024 && first.more);
  await loop.guest.http.cancel({ id: "a" });
});

Deno.test("http.read HTTP_TOO_LARGE and HTTP_TIMEOUT hold for the whole body, however it is read", async () => {
  await using server = await startOpen();
  for (
    const [pieces, code, fetchTimeoutMs] of [
      [["12345", "67890", "1"], "HTTP_TOO_LARGE", 60_000],
      [["1"], "HTTP_TIMEOUT", 1_000],
    ] as const
  ) {
    await using loop = await openLoopback({ http: toLoopback, limits: { fetchBytes: 10, fetchTimeoutMs } });
    const { http } = loop.guest;
    const writing = server.next();
    await http.fetch({ id: "a", url: server.url });
    const response = await writing;
    let refused: unknown;
    for (const piece of pieces) {
      response.write(piece);
      refused = await http.read({ id: "a" }).then(() => undefined, (error) => error.code);
    }
    refused ??= (await refusalOf(http.read({ id: "a" }))).code;
    assert.equal(refused, code);
    assert.equal((await refusalOf(http.read({ id: "a" }))).code, "HTTP_FAILED", "it has ended");
  }
});

Deno.test("http.cancel gives connection and slot back at once, of a request as of an answer", async () => {
  await using server = await startOpen();
  await using loop = await openLoopback({ http: toLoopback, limits: { fetchConcurrent: 1 } });
  const { http } = loop.guest;
  const first = server.next();
  await http.fetch({ id: "first", url: server.url });
  const response = await first;
  const closed = new Promise((resolve) => response.once("close", resolve));
  const waiting = http.fetch({ id: "second", url: server.url }).then(() => "came", (error) => error.message);
  assert.equal((await refusalOf(http.fetch({ id: "second", url: server.url }))).path, "id");
  const third = server.next();
  const served = http.fetch({ id: "third", url: server.url });
  await http.cancel({ id: "second" });
  assert.match(await waiting, /cancelled/);
  await http.cancel({ id: "first" });
  await closed;
  assert.equal((await served).status, 200);
  (await third).end();
  await http.read({ id: "third", whole: true });
  await http.cancel({ id: "third" });
  await http.cancel({ id: "__proto__" });
});

Deno.test("http.fetch LIMIT_EXCEEDED above the guild's rate says when to try again", async () => {
  await using server = await startTestServer();
  const clock = { at: 0 };
  await using loop = await openLoopback({
    http: { ...toLoopback, now: () => clock.at },
    limits: { fetchesPerSecond: 3 },
  });
  const url = `http://a.test:${server.port}/`;
  for (let n = 0; n < 3; n++) await fetchWhole(loop, { url });
  const refused = await refusalOf(fetchWhole(loop, { url }));
  assert.deepEqual([refused.code, refused.retryAfterMs], ["LIMIT_EXCEEDED", 334]);
  clock.at += 334;
  await fetchWhole(loop, { url });
  assert.equal(server.seen.length, 4);
});

Deno.test("http.read takes a secret out that is echoed in two pieces", async () => {
  await using server = await startOpen();
  const secrets = [{ name: "api", value: "true-välue", allowedHosts: ["a.test"] }];
  await using loop = await openLoopback({ http: toLoopback, secrets });
  const { http } = loop.guest;
  const writing = server.next();
  await http.fetch({ id: "a", url: server.url });
  const response = await writing;
  const bytes = Buffer.from("<true-välue> and true");
  let seen = "";
  for (const byte of bytes) {
    response.write(Buffer.from([byte]));
    if (String.fromCharCode(byte) === "<") seen += text((await http.read({ id: "a" })).bodyBase64);
  }
  response.end();
  seen += text((await http.read({ id: "a", whole: true })).bodyBase64);
  assert.equal(seen, "<***> and true");
});

Deno.test("http.read knows nothing of another guild's requests", async () => {
  await using server = await startOpen();
  await using own = await openLoopback({ http: toLoopback });
  await using other = await openLoopback({ http: toLoopback });
  const writing = server.next();
  await own.guest.http.fetch({ id: "a", url: server.url });
  assert.equal((await refusalOf(other.guest.http.read({ id: "a" }))).code, "HTTP_FAILED");
  await other.guest.http.cancel({ id: "a" });
  (await writing).end("mine");
  assert.equal(text((await own.guest.http.read({ id: "a", whole: true })).bodyBase64), "mine");
});

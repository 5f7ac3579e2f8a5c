import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { openLoopback, refusalOf } from "../testing/loopback.ts";
import { fetchWhole } from "../testing/fetch-whole.ts";
import { startTestServer, toLoopback } from "../testing/http-server.ts";

const text = (base64: string) => Buffer.from(base64, "base64").toString();

Deno.test("http.fetch carries method, headers and body both ways", async () => {
  await using server = await startTestServer((_request, response) => {
    response.writeHead(201, "Made", [["x-a", "1"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]] as never);
    response.end("grüße");
  });
  await using loop = await openLoopback({ http: toLoopback });
  const response = await fetchWhole(loop, {
    url: `http://api.example.test:${server.port}/p?q=1#frag`,
    method: "post",
    headers: [["X-Twice", "1"], ["x-twice", "2"], ["content-type", "text/plain"]],
    bodyBase64: btoa("body"),
  });
  assert.equal(response.status, 201);
  assert.equal(response.statusText, "Made");
  assert.equal(response.url, `http://api.example.test:${server.port}/p?q=1`);
  assert.equal(response.redirected, false);
  assert.equal(text(response.bodyBase64), "grüße");
  assert.deepEqual(response.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value), [
    "a=1",
    "b=2",
  ]);
  const [seen] = server.seen;
  assert.equal(seen!.method, "POST");
  assert.equal(seen!.url, "/p?q=1");
  assert.equal(seen!.body, "body");
  assert.equal(seen!.headers.host, `api.example.test:${server.port}`);
  assert.equal(seen!.headers["x-twice"], "1, 2");
  assert.equal(seen!.headers["content-length"], "4");
  assert.equal(seen!.headers["transfer-encoding"], undefined);
});

Deno.test("http.fetch refuses loopback unless the operator allows it", async () => {
  await using server = await startTestServer();
  await using loop = await openLoopback();
  const refused = await refusalOf(fetchWhole(loop, { url: `http://127.0.0.1:${server.port}/` }));
  assert.equal(refused.code, "HTTP_FORBIDDEN");
  assert.equal(server.connections(), 0);
});

Deno.test("http.fetch judges every address of a name and tells private from unknown by nothing", async () => {
  await using server = await startTestServer();
  const messages = new Set<string>();
  const answers = [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["fe80::1%lo"], []];
  for (const addresses of answers) {
    await using loop = await openLoopback({ http: { resolve: async () => addresses } });
    const refused = await refusalOf(fetchWhole(loop, { url: `http://inner.example.test/` }));
    assert.equal(refused.code, "HTTP_FORBIDDEN", addresses.join());
    messages.add(refused.message);
  }
  await using loop = await openLoopback({ http: { resolve: () => Promise.reject(new Error("NXDOMAIN")) } });
  messages.add((await refusalOf(fetchWhole(loop, { url: "http://inner.example.test/" }))).message);
  assert.equal(messages.size, 1);
  assert.equal(server.connections(), 0);
});

Deno.test("http.fetch resolves once, so a name that changes its mind gains nothing", async () => {
  await using server = await startTestServer();
  let asked = 0;
  await using loop = await openLoopback({
    http: {
      allowPrivate: (address) => address === "127.0.0.1",
      resolve: async () => asked++ === 0 ? ["127.0.0.1"] : ["169.254.169.254"],
    },
  });
  const response = await fetchWhole(loop, { url: `http://rebind.example.test:${server.port}/` });
  assert.equal(response.status, 200);
  assert.equal(asked, 1);
});

Deno.test("http.fetch keeps to ports of web servers", async () => {
  await using loop = await openLoopback({ http: { resolve: async () => ["8.8.8.8"] } });
  for (const port of [1, 22, 25, 53, 110, 3306, 5432, 6379, 9200, 11211, 27017]) {
    const refused = await refusalOf(fetchWhole(loop, { url: `http://public.example.test:${port}/` }));
    assert.equal(refused.code, "HTTP_FORBIDDEN");
    assert.match(refused.message, /port/);
  }
});

Deno.test("http.fetch refuses other schemes, credentials in the URL, odd methods", async () => {
  await using loop = await openLoopback({ http: toLoopback });
  const cases: [string, string, string][] = [
    ["file:///etc/passwd", "GET", "HTTP_FORBIDDEN"],
    ["ftp://example.test/", "GET", "HTTP_FORBIDDEN"],
    ["gopher://example.test/_x", "GET", "HTTP_FORBIDDEN"],
    ["data:text/plain,x", "GET", "HTTP_FORBIDDEN"],
    ["javascript:1", "GET", "HTTP_FORBIDDEN"],
    ["http://user:pass@example.test/", "GET", "INVALID_ARGUMENT"],
    ["http://", "GET", "INVALID_ARGUMENT"],
    ["/relative", "GET", "INVALID_ARGUMENT"],
    ["http://[::1", "GET", "INVALID_ARGUMENT"],
    ["http://a b/", "GET", "INVALID_ARGUMENT"],
    ["http://example.test/", "CONNECT", "HTTP_FORBIDDEN"],
    ["http://example.test/", "TRACE", "HTTP_FORBIDDEN"],
    ["http://example.test/", "GET / HTTP/1.1\r\nX: y", "HTTP_FORBIDDEN"],
  ];
  for (const [url, method, code] of cases) {
    assert.equal((await refusalOf(fetchWhole(loop, { url, method }))).code, code, `${method} ${url}`);
  }
});

Deno.test("http.fetch lets nothing in a header end a line, and keeps the host's own headers", async () => {
  await using server = await startTestServer();
  await using loop = await openLoopback({ http: toLoopback });
  const url = `http://api.example.test:${server.port}/`;
  const malformed: [string, string][] = [
    ["x-a", "1\r\nx-b: 2"],
    ["x-a", "1\nx-b: 2"],
    ["x-a", "1\rx"],
    ["x-a", "1\0"],
    ["x-a\r\nx-b", "1"],
    ["x-a: 1\r\nhost", "1"],
    ["x a", "1"],
    ["", "1"],
    ["x-ä", "1"],
    ["x-a", "snow ☃"],
    ["x-a", "\u560a\u560d"],
  ];
  for (const header of malformed) {
    const refused = await refusalOf(fetchWhole(loop, { url, headers: [header] }));
    assert.equal(refused.code, "INVALID_ARGUMENT", JSON.stringify(header));
  }
  const kept = [
    "Host",
    "connection",
    "Content-Length",
    "Transfer-Encoding",
    "upgrade",
    "TE",
    "trailer",
    "expect",
    "keep-alive",
    "Proxy-Authorization",
    "proxy-connection",
    "via",
  ];
  for (const name of kept) {
    const refused = await refusalOf(fetchWhole(loop, { url, headers: [[name, "x"]] }));
    assert.equal(refused.code, "HTTP_FORBIDDEN", name);
  }
  assert.equal(server.connections(), 0);
  await fetchWhole(loop, { url, headers: [["cookie", "a=1"], ["__proto__", "x"]] });
  assert.equal(server.seen[0]!.headers.cookie, "a=1");
});

Deno.test("http.fetch HTTP_FAILED says what went wrong without naming an address", async () => {
  await using loop = await openLoopback({ http: toLoopback });
  // Nobody listens there. A port that was just closed may still take connections, for a program that is being started.
  const refused = await refusalOf(fetchWhole(loop, { url: "http://gone.example.test:1/" }));
  assert.equal(refused.code, "HTTP_FAILED");
  assert.match(refused.message, /connection refused/);
  assert.doesNotMatch(refused.message, /127/);
});

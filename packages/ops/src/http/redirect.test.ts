import assert from "node:assert/strict";
import { openLoopback, refusalOf } from "../testing/loopback.ts";
import { privateHosts } from "../testing/private-hosts.ts";
import { fetchWhole } from "../testing/fetch-whole.ts";
import { startTestServer, toLoopback } from "../testing/http-server.ts";

/** `/to?<status>&<location>` redirects, `/` answers. */
const redirecting = () =>
  startTestServer(({ url }, response) => {
    const [, status, location] = /^\/to\?(\d+)&(.*)$/.exec(url) ?? [];
    if (!status) return response.end("end");
    response.writeHead(Number(status), { location: decodeURIComponent(location!) }).end();
  });

const to = (port: number, status: number, location: string) =>
  `http://a.example.test:${port}/to?${status}&${encodeURIComponent(location)}`;

Deno.test("http.fetch follows redirects by the method rules", async () => {
  await using server = await redirecting();
  await using loop = await openLoopback({ http: toLoopback });
  const expected: [number, string, string, string][] = [
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [303, "HEAD", "HEAD", ""],
    [302, "PUT", "PUT", "body"],
    [307, "POST", "POST", "body"],
    [308, "PATCH", "PATCH", "body"],
  ];
  for (const [status, method, followed, body] of expected) {
    const response = await fetchWhole(loop, {
      url: to(server.port, status, "/"),
      method,
      headers: [["content-type", "text/plain"]],
      ...(method === "HEAD" ? {} : { bodyBase64: btoa("body") }),
    });
    assert.equal(response.redirected, true);
    assert.equal(response.url, `http://a.example.test:${server.port}/`);
    const last = server.seen.at(-1)!;
    assert.equal(last.method, followed, `${status} ${method}`);
    assert.equal(last.body, body);
    assert.equal(last.headers["content-type"], body || method === "HEAD" ? "text/plain" : undefined);
  }
});

Deno.test("http.fetch drops credentials when a redirect leaves the origin", async () => {
  await using server = await redirecting();
  await using loop = await openLoopback({ http: toLoopback });
  const headers: [string, string][] = [["Authorization", "Bearer x"], ["Cookie", "a=1"], ["x-keep", "1"]];
  await fetchWhole(loop, { url: to(server.port, 302, "/"), headers });
  assert.equal(server.seen.at(-1)!.headers.authorization, "Bearer x");
  await fetchWhole(loop, {
    url: to(server.port, 307, `http://b.example.test:${server.port}/`),
    headers,
  });
  const last = server.seen.at(-1)!;
  assert.equal(last.headers.host, `b.example.test:${server.port}`);
  assert.equal(last.headers.authorization, undefined);
  assert.equal(last.headers.cookie, undefined);
  assert.equal(last.headers["x-keep"], "1");
});

Deno.test("http.fetch judges the address of every hop", async () => {
  await using server = await redirecting();
  await using loop = await openLoopback({ http: toLoopback });
  const bad = [
    "http://169.254.169.254/latest/",
    "http://[::1]/",
    "http://127.0.0.2/",
    "http://2130706434/",
    "//10.0.0.1/",
    "file:///etc/passwd",
    "http://8.8.8.8:22/",
  ];
  for (const location of bad) {
    const refused = await refusalOf(fetchWhole(loop, { url: to(server.port, 302, location) }));
    assert.equal(refused.code, "HTTP_FORBIDDEN", location);
  }
  const user = await refusalOf(
    fetchWhole(loop, { url: to(server.port, 302, "http://u:p@a.example.test/") }),
  );
  assert.equal(user.code, "INVALID_ARGUMENT");
});

Deno.test("http.fetch follows no redirect to any spelling of an address that is not public", async () => {
  await using server = await redirecting();
  await using loop = await openLoopback({ http: toLoopback, limits: { fetchesPerSecond: 1_000 } });
  // Names lead to the test's own server here; addresses are what they are.
  const reachable = ["127.0.0.1", "localhost", "localhost."];
  for (const host of privateHosts.filter((host) => !reachable.includes(new URL(`http://${host}`).hostname))) {
    const location = `http://${host}/latest/meta-data/`;
    const refused = await refusalOf(fetchWhole(loop, { url: to(server.port, 302, location) }));
    assert.equal(refused.code, "HTTP_FORBIDDEN", host);
  }
});

Deno.test("http.fetch ends a redirect loop and honours manual and error", async () => {
  await using server = await startTestServer((_request, response) => {
    response.writeHead(302, { location: "/again" }).end();
  });
  await using loop = await openLoopback({ http: toLoopback });
  const url = `http://a.example.test:${server.port}/`;
  const refused = await refusalOf(fetchWhole(loop, { url }));
  assert.equal(refused.code, "HTTP_FAILED");
  assert.equal(server.seen.length, 6);
  const manual = await fetchWhole(loop, { url, redirect: "manual" });
  assert.equal(manual.status, 302);
  assert.ok(manual.headers.some(([name, value]) => name === "location" && value === "/again"));
  assert.equal((await refusalOf(fetchWhole(loop, { url, redirect: "error" }))).code, "HTTP_FAILED");
});

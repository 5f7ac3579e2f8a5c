import assert from "node:assert/strict";
import { FloraClient } from "@flora/api-client";
import type { Limits } from "@flora/model";
import { Bench, HOME, OTHER } from "../testing/bench.ts";

const kv = `/api/guilds/${HOME}/kv`;

async function withKv(
  test: (kv: FloraClient["kv"], bench: Bench) => Promise<void>,
  limits: Partial<Limits> = {},
): Promise<void> {
  await using bench = await Bench.open({ limits });
  await test(new FloraClient({ baseUrl: bench.url, token: bench.token }).kv, bench);
}

const text = async (stream: ReadableStream<Uint8Array>) => await new Response(stream).text();

Deno.test("kv sets, reads and deletes values under any key that a script may use", () =>
  withKv(async (client, { storage }) => {
    for (const key of ["..", "a/b?c#d", "%2e%2e", " ", "é\u{1f600}", "x".repeat(512)]) {
      const version = await client.set(HOME, "s & 1", key, { value: "é\0\n", metadata: { a: [1] } });
      assert.deepEqual(await client.get(HOME, "s & 1", key), {
        key,
        value: "é\0\n",
        metadata: { a: [1] },
        version,
      });
      assert.equal((await storage.kv.get(HOME, "s & 1", key))?.version, version);
      assert.equal(await client.get(OTHER, "s & 1", key), null);
      assert.equal(await client.delete(HOME, "s & 1", key), true);
      assert.equal(await client.delete(HOME, "s & 1", key), false);
      assert.equal(await client.get(HOME, "s & 1", key), null);
    }
  }));

Deno.test("kv values end when they should, and are written only over the version that was seen", () =>
  withKv(async (client, bench) => {
    const before = Date.now() / 1000;
    const first = await client.set(HOME, "s", "k", { value: "1", ttlSeconds: 60, ifVersion: 0 });
    const { expiration } = (await client.get(HOME, "s", "k"))!;
    assert.ok(expiration! >= before + 60 && expiration! <= Date.now() / 1000 + 61);
    const lost = { status: 412 };
    await assert.rejects(client.set(HOME, "s", "k", { value: "2", ifVersion: 0 }), lost);
    const second = await client.set(HOME, "s", "k", { value: "2", ifVersion: first });
    await assert.rejects(client.set(HOME, "s", "k", { value: "3", ifVersion: first }), lost);
    assert.deepEqual(await client.get(HOME, "s", "k"), {
      key: "k",
      value: "2",
      metadata: null,
      version: second,
    });
    const refuse = async (json: unknown, field: string, key = "k") =>
      assert.equal((await bench.refusal(400, "PUT", `${kv}/s/value?key=${key}`, { json })).field, field);
    await refuse({ value: "x", expiration: Math.floor(before) - 1 }, "expiration");
    await refuse({ value: "x", expiration: 9_999_999_999, ttlSeconds: 5 }, "ttlSeconds");
    await refuse({ value: "x", metadata: "m".repeat(1025) }, "metadata");
    await refuse({ value: "\ud800" }, "value");
    await refuse({ value: "x" }, "key", "");
    await refuse({ value: "x" }, "key", "%00");
    const deep = new TextEncoder().encode(
      `{"value":"x","metadata":${"[".repeat(9_999)}${"]".repeat(9_999)}}`,
    );
    const headers = { "content-type": "application/json" };
    const problem = await bench.refusal(400, "PUT", `${kv}/s/value?key=k`, { body: deep, headers });
    assert.match(problem.detail, /deeper than/);
  }));

Deno.test("kv lists stores and keys page by page, with what they use of the quota", () =>
  withKv(async (client, bench) => {
    assert.equal(await client.createStore(HOME, "empty"), true);
    assert.equal(await client.createStore(HOME, "empty"), false);
    for (const key of ["a1", "a2", "a3", "b"]) await client.set(HOME, "filled", key, { value: "1" });
    await client.set(OTHER, "theirs", "a", { value: "1" });
    const page = await client.stores(HOME, { limit: 1 });
    assert.deepEqual(page, {
      stores: [{ name: "empty", keys: 0, bytes: 0 }],
      cursor: "empty",
      usedBytes: 35,
      quotaBytes: 64 * 1024 * 1024,
    });
    const rest = await client.stores(HOME, { cursor: page.cursor });
    assert.deepEqual([rest.stores, rest.cursor], [[{ name: "filled", keys: 4, bytes: 35 }], undefined]);
    const names = (keys: { name: string }[]) => keys.map(({ name }) => name);
    const first = await client.keys(HOME, "filled", { prefix: "a", limit: 2 });
    assert.deepEqual(names(first.keys), ["a1", "a2"]);
    const second = await client.keys(HOME, "filled", { prefix: "a", limit: 2, cursor: first.cursor });
    assert.deepEqual([names(second.keys), second.cursor], [["a3"], undefined]);
    assert.deepEqual(await client.keys(HOME, "none"), { keys: [] });
    assert.equal(await client.deleteStore(HOME, "filled"), 4);
    await assert.rejects(client.deleteStore(HOME, "filled"), { status: 404 });
    for (let index = 0; index < 99; index++) await client.createStore(HOME, `made${index}`);
    await assert.rejects(client.createStore(HOME, "one too many"), { status: 413 });
    assert.equal((await bench.refusal(400, "PUT", `${kv}/a.b`)).field, "store");
    assert.equal((await bench.refusal(400, "GET", `${kv}/s/keys?cursor=%00`)).field, "cursor");
  }));

Deno.test("kv exports a store as lines that an import takes, whatever it holds", () =>
  withKv(async (client, { storage }) => {
    const end = Math.floor(Date.now() / 1000) + 1_000;
    for (let index = 0; index < 1_200; index++) {
      await storage.kv.set(HOME, "s", `k${index}`, `${"é".repeat(index)}\n\0"`, { quotaBytes: 1e9 });
    }
    await client.set(HOME, "s", "rich", { value: "", metadata: ["m", null], expiration: end });
    const lines = await text(await client.export(HOME, "s"));
    assert.equal(lines.split("\n").length, 1_202);
    assert.equal(
      lines.split("\n").at(-2),
      JSON.stringify({ key: "rich", value: "", metadata: ["m", null], expiration: end }),
    );
    assert.deepEqual(await client.import(OTHER, "t", lines), { imported: 1_201, skipped: 0, expired: 0 });
    assert.equal(await text(await client.export(OTHER, "t")), lines);
    assert.equal(
      (await text(await client.export(HOME, "s", { prefix: "k11" }))).trim().split("\n").length,
      111,
    );
    const some =
      `{"key":"rich","value":"new"}\r\n\n{"key":"old","value":"","expiration":1}\n{"key":"k0","value":"new"}`;
    assert.deepEqual(await client.import(OTHER, "t", some, { existing: "skip" }), {
      imported: 0,
      skipped: 2,
      expired: 1,
    });
    assert.deepEqual(await client.import(OTHER, "t", some), { imported: 2, skipped: 0, expired: 1 });
    assert.equal(await text(await client.export(HOME, "none")), "");
  }));

Deno.test("kv import names the line that is wrong, keeps those before it, and is bounded", () =>
  withKv(async (client, bench) => {
    const refusal = async (status: number, lines: string) =>
      await bench.refusal(status, "POST", `${kv}/s/import`, {
        body: lines,
        headers: { "content-type": "application/x-ndjson" },
      });
    const good = '{"key":"a","value":"1"}\n';
    for (
      const [line, status, field] of [
        ['{"key":"b"}', 400, "lines.1.value"],
        ["{", 400, "lines.1"],
        ['{"key":"","value":""}', 400, "lines.1.key"],
        [`{"key":"b","value":"${"x".repeat(101)}"}`, 413, "lines.1.value"],
        [`{"key":"b","value":"${"x".repeat(20_000)}"}`, 413, "body"],
        [`{"key":"${"y".repeat(500)}","value":""}\n`.repeat(2), 413, "lines.1.value"],
      ] as const
    ) {
      const problem = await refusal(status, good + line);
      assert.equal(problem.field, field, line);
      if (field !== "body") assert.match(problem.detail, /line 2: .*; 1 lines before it are imported$/);
    }
    assert.equal((await client.get(HOME, "s", "a"))?.value, "1");
    const told = await bench.storage.audit.read(HOME, { limit: 10 });
    assert.deepEqual(told.at(-1)!.details, { keys: "1" });
    assert.deepEqual([told.at(-1)!.action, told.at(-1)!.outcome], ["kv.import", "refused"]);
    assert.equal((await bench.refusal(400, "POST", `${kv}/s/import`, { json: {} })).field, "content-type");
    assert.equal((await refusal(413, good.repeat(300))).field, "body");
    const stopped = new TransformStream();
    const writer = stopped.writable.getWriter();
    void writer.write(new TextEncoder().encode(good)).catch(() => undefined);
    const cut = client.import(HOME, "s", stopped.readable).catch((error) => error);
    await writer.abort(new Error("the line went dead"));
    assert.ok(await cut instanceof Error);
    assert.equal((await client.get(HOME, "s", "a"))?.value, "1");
  }, { kvValueBytes: 100, kvQuotaBytes: 500 }));

Deno.test("kv exports of one caller are bounded, and one that is given up makes room", () =>
  withKv(async (client, bench) => {
    for (let index = 0; index < 60; index++) {
      await bench.storage.kv.set(HOME, "s", `k${index}`, "x".repeat(1024 * 1024), { quotaBytes: 1e9 });
    }
    const open = await Promise.all([1, 2, 3, 4].map(() => client.export(HOME, "s")));
    const busy = await bench.refusal(429, "GET", `${kv}/s/export`);
    assert.equal(busy.code, "RATE_LIMITED");
    const other = await bench.addToken("other");
    const theirs = await bench.send("GET", `${kv}/s/export`, { token: other });
    assert.equal(theirs.status, 200);
    await theirs.body?.cancel();
    const head = await bench.send("HEAD", `${kv}/s/export`);
    assert.deepEqual([head.status, await head.text()], [200, ""]);
    await open.pop()!.cancel();
    for (;;) {
      const again = await bench.send("GET", `${kv}/s/export`);
      await again.body?.cancel();
      if (again.status === 200) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const stream of open) await stream.cancel();
  }));

Deno.test("kv is for who may manage the guild", () =>
  withKv(async (_client, bench) => {
    const token = await bench.addToken("stranger", { guildIds: [OTHER] });
    const json = { value: "x" };
    for (
      const [method, path, init] of [
        ["GET", ""],
        ["PUT", "/s"],
        ["DELETE", "/s"],
        ["GET", "/s/keys"],
        ["GET", "/s/value?key=k"],
        ["PUT", "/s/value?key=k", { json }],
        ["DELETE", "/s/value?key=k"],
        ["GET", "/s/export"],
        ["POST", "/s/import", { body: "" }],
      ] as const
    ) {
      await bench.refusal(403, method, kv + path, { token, ...init });
      await bench.refusal(401, method, kv + path, { token: null, ...init });
    }
  }));

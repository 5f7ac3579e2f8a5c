import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Bench, HOME } from "../testing/bench.ts";
import { notation } from "./notation.ts";

Deno.test("/api/docs shows every route and error on a page without scripts or anything from elsewhere", async () => {
  await using bench = await Bench.open();
  const { paths } = await bench.read(200, "GET", "/api/openapi.json", { token: null });
  const response = await bench.send("GET", "/api/docs", { token: null });
  const text = await response.text();
  assert.match(response.headers.get("content-type")!, /^text\/html/);
  for (const [path, methods] of Object.entries<object>(paths)) {
    for (const method of Object.keys(methods)) {
      assert.ok(text.includes(`<code>${method.toUpperCase()} ${path}</code>`), `${method} ${path}`);
    }
  }
  const { type } = await bench.refusal(404, "GET", "/api/nothing");
  const [page, anchor] = type.split("#");
  assert.deepEqual([page, text.includes(`id="${anchor}"`)], ["/api/docs", true]);
  const policy = response.headers.get("content-security-policy")!;
  assert.match(policy, /default-src 'none'/);
  const nonce = /style-src 'nonce-([\w-]+)'/.exec(policy)![1]!;
  assert.equal(text.match(/<style/g)!.length, 1);
  assert.ok(text.includes(`<style nonce="${nonce}">`));
  assert.doesNotMatch(text, /<script|\son\w+=|javascript:|(src|href)="(https?:)?\/\/|@import|url\(/i);
  assert.doesNotMatch(text, /undefined|\[object|&amp;quot;/);
  const again = await bench.send("GET", "/api/docs", { token: null });
  const hash = (page: string) => createHash("sha256").update(page.replace(/nonce="[^"]*"/, "")).digest("hex");
  assert.notEqual(again.headers.get("content-security-policy"), policy);
  assert.equal(hash(await again.text()), hash(text));
});

Deno.test("every answer is kept by nobody, shown in no frame, and open to no other site", async () => {
  await using bench = await Bench.open();
  const origin = "https://elsewhere.example";
  for (
    const [method, path] of [
      ["GET", "/api/whoami"],
      ["GET", "/api/health"],
      ["GET", `/api/guilds/${HOME}/deployment`],
      ["OPTIONS", `/api/guilds/${HOME}/deployment`],
      ["GET", "/api/docs"],
      ["GET", "/nothing"],
    ] as const
  ) {
    const response = await bench.send(method, path, {
      headers: { origin, "access-control-request-method": "PUT" },
    });
    await response.body?.cancel();
    const { headers } = response;
    const where = `${method} ${path}`;
    assert.equal(headers.get("cache-control"), "no-store", where);
    assert.match(
      headers.get("content-security-policy")!,
      /default-src 'none'.*frame-ancestors 'none'/,
      where,
    );
    assert.equal(headers.get("x-content-type-options"), "nosniff", where);
    assert.equal(headers.get("strict-transport-security"), "max-age=15552000", where);
    assert.ok(headers.get("x-request-id"), where);
    assert.deepEqual([...headers.keys()].filter((name) => name.startsWith("access-control-")), [], where);
    if (method === "OPTIONS") assert.equal(response.status, 404);
  }
});

Deno.test("notation() writes schemas as people write types", () => {
  const text = notation({
    type: "object",
    required: ["a"],
    properties: {
      a: { type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } },
      "b-c": { type: "integer", minimum: 1, maximum: 9, default: 3, description: "How many" },
      d: { $ref: "#/components/schemas/Thing" },
      e: { type: "object", additionalProperties: { enum: ["x", 1] } },
      f: {},
    },
  });
  assert.equal(
    text,
    `{
  a: (string | null)[]
  /** 1 to 9; 3 where absent; How many */
  "b-c"?: integer
  d?: Thing
  e?: {
    [name: string]: "x" | 1
  }
  f?: unknown
}`,
  );
});

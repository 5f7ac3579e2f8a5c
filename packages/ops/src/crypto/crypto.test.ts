import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";
import { openLoopback, refusalOf } from "../testing/loopback.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

Deno.test("crypto.digest and crypto.hmac agree with the platform", async () => {
  await using loop = await openLoopback();
  const { crypto } = loop.guest;
  for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"] as const) {
    const name = hash.toLowerCase().replace("-", "");
    for (const text of ["", "abc", "ä".repeat(1000)]) {
      const dataBase64 = base64(text);
      const digest = await crypto.digest({ hash, dataBase64 });
      assert.equal(digest.base64, createHash(name).update(text).digest("base64"));
      const hmac = await crypto.hmac({ hash, keyBase64: base64("key"), dataBase64 });
      assert.equal(hmac.base64, createHmac(name, "key").update(text).digest("base64"));
    }
  }
});

Deno.test("crypto.digest refuses other hashes, and more than a mebibyte", async () => {
  await using loop = await openLoopback();
  const bad = [
    [{ hash: "md5", dataBase64: "" }, "hash"],
    [{ hash: "__proto__", dataBase64: "" }, "hash"],
    [{ hash: "SHA-256", dataBase64: "A".repeat(1_398_105) }, "dataBase64"],
    [{ hash: "SHA-256", dataBase64: "ä" }, "dataBase64"],
  ] as const;
  for (const [args, path] of bad) {
    const refused = await refusalOf(loop.guest.crypto.digest(args as never));
    assert.deepEqual([refused.code, refused.path], ["INVALID_ARGUMENT", path]);
  }
});

Deno.test("crypto.hmac with a secret's placeholder signs with the placeholder, not with the secret", async () => {
  const secrets = [{ name: "api", value: "true-value", allowedHosts: ["a.test"] }];
  await using loop = await openLoopback({ secrets });
  const { api } = loop.context.secrets.placeholders();
  const { base64: signed } = await loop.guest.crypto.hmac({
    hash: "SHA-256",
    keyBase64: base64(api!),
    dataBase64: base64("x"),
  });
  assert.equal(signed, createHmac("sha256", api!).update("x").digest("base64"));
});

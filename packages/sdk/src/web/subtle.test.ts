import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { serveGuest } from "../testing/served-guest.ts";

Deno.test("crypto.subtle hashes, signs and verifies as the platform does, and knows nothing else", async () => {
  await using served = await serveGuest(`
    const bytes = (text) => new TextEncoder().encode(text);
    on("messageCreate", async () => {
      console.log(new Uint8Array(await crypto.subtle.digest("sha-256", bytes("abc"))).toHex());
      const hmac = { name: "HMAC", hash: "SHA-512" };
      const key = await crypto.subtle.importKey("raw", bytes("key"), hmac, false, ["sign", "verify"]);
      const signature = await crypto.subtle.sign("HMAC", key, bytes("data"));
      console.log(new Uint8Array(signature).toHex());
      const wrong = new Uint8Array(signature.slice(0)); wrong[63] ^= 1;
      console.log(await crypto.subtle.verify("HMAC", key, signature, bytes("data")),
        await crypto.subtle.verify("HMAC", key, wrong, bytes("data")),
        await crypto.subtle.verify("HMAC", key, signature.slice(0, 63), bytes("data")));
      for (const attempt of [
        () => crypto.subtle.digest("MD5", bytes("a")),
        () => crypto.subtle.importKey("jwk", bytes("a"), hmac, false, []),
        () => crypto.subtle.importKey("raw", bytes("a"), { name: "AES-GCM" }, false, []),
        async () => crypto.subtle.sign("HMAC", await crypto.subtle.importKey("raw", bytes("a"), hmac, false, []), bytes("a")),
      ]) await attempt().catch((error) => console.log(error.name));
    });`);
  assert.deepEqual(await served.say("go"), [
    createHash("sha256").update("abc").digest("hex"),
    createHmac("sha512", "key").update("data").digest("hex"),
    "true false false",
    "NotSupportedError",
    "NotSupportedError",
    "NotSupportedError",
    "InvalidAccessError",
  ]);
});

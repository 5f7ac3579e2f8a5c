import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { judgeSignature } from "./signature.ts";

/** What is wrong; undefined for nothing. */
const signatureProblem = (...given: Parameters<typeof judgeSignature>) => {
  const believed = judgeSignature(...given);
  return "problem" in believed ? believed.problem : undefined;
};
const encode = (text: string) => new TextEncoder().encode(text);
const sign = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");

Deno.test("judgeSignature() believes GitHub's own example, and nothing near it", () => {
  const secret = "It's a Secret to Everybody";
  const good = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  const judge = (body: string, signature: string | undefined, key = secret) =>
    signatureProblem(
      "github",
      key,
      { body: encode(body), headers: new Headers(signature ? { "x-hub-signature-256": signature } : {}) },
      0,
    );
  assert.equal(judge("Hello, World!", good), undefined);
  assert.match(judge("Hello, World?", good)!, /does not match/);
  assert.match(judge("Hello, World!", good, "another")!, /does not match/);
  assert.match(judge("Hello, World!", good.slice(0, -1))!, /does not match/);
  assert.match(judge("Hello, World!", good.toUpperCase())!, /does not match/);
  assert.match(judge("Hello, World!", "sha256=")!, /does not match/);
  assert.match(judge("Hello, World!", `sha1=${sign(secret, "Hello, World!")}`)!, /does not match/);
  assert.match(judge("Hello, World!", undefined)!, /no header X-Hub-Signature-256/);
});

Deno.test("judgeSignature() believes Stripe within five minutes, with any of several signatures", () => {
  const at = 1_800_000_000;
  const secret = "whsec_test";
  const body = `{"id":"evt_1","é":1}`;
  const good = sign(secret, `${at}.${body}`);
  const judge = (header: string | undefined, now = at * 1000) =>
    signatureProblem("stripe", secret, {
      body: encode(body),
      headers: new Headers(header ? { "stripe-signature": header } : {}),
    }, now);
  assert.equal(judge(`t=${at},v1=${good}`), undefined);
  assert.equal(judge(`t=${at}, v0=x, v1=${sign("old", `${at}.${body}`)}, v1=${good}`), undefined);
  assert.equal(judge(`t=${at},v1=${good}`, (at + 300) * 1000), undefined);
  assert.match(judge(`t=${at},v1=${good}`, (at + 301) * 1000)!, /older than 5 minutes/);
  assert.match(judge(`t=${at},v1=${good}`, (at - 301) * 1000)!, /older than 5 minutes/);
  assert.match(judge(`t=${at + 1},v1=${good}`)!, /does not match/);
  assert.match(judge(`t=${at},v0=${good}`)!, /does not match/);
  assert.match(judge(`v1=${good}`)!, /no time/);
  assert.match(judge(`t=1e9,v1=${good}`)!, /no time/);
  assert.match(judge(`t=${at},t=${at + 9},v1=`)!, /does not match/);
  assert.match(judge(undefined)!, /no header Stripe-Signature/);
  const many = Array.from({ length: 50 }, () => "v1=x").join();
  assert.match(judge(`t=${at},${many},v1=${good}`)!, /does not match/);
});

Deno.test("judgeSignature() names one signature of Stripe's by one name, however its header is written", () => {
  const at = 1_800_000_000;
  const good = sign("key", `${at}.{}`);
  const once = (header: string) => {
    const headers = new Headers({ "stripe-signature": header });
    const believed = judgeSignature("stripe", "key", { body: encode("{}"), headers }, at * 1000);
    return "problem" in believed ? believed.problem : believed.once;
  };
  const names = [`t=${at},v1=${good}`, `v1=x,t=${at}, v1=${good}`, `t=${at},v1=${good},v1=y`].map(once);
  assert.equal(new Set(names).size, 1);
  assert.notEqual(names[0], undefined);
});

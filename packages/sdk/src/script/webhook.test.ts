import assert from "node:assert/strict";
import { TestGuest } from "../testing/guest.ts";

const request = {
  name: "hook",
  method: "POST",
  headers: { "x-a": "b" },
  query: { q: "1" },
  body: `{"n":[1]}`,
};

/** What a handler's answer came to. */
function answer(handler: string): unknown {
  const guest = TestGuest.load(`webhook("hook", ${handler}); webhook("other", () => "wrong one");`);
  guest.dispatch("webhook", request);
  const end = guest.said.at(-1)!;
  assert.equal(end.t, "done", JSON.stringify(end));
  return guest.ops.find(({ name }) => name === "webhooks.answer")?.args;
}

Deno.test("webhook() is in the manifest, and no event that anything else wakes the script for", () => {
  const { manifest } = TestGuest.load(`
    webhook("hook", () => {});
    webhook("github", () => {}, { signature: "github", secret: "KEY" });
  `);
  assert.deepEqual(manifest.webhooks, [
    { name: "hook", signature: "none" },
    { name: "github", signature: "github", secret: "KEY" },
  ]);
  assert.deepEqual(manifest.events, []);
});

Deno.test("webhook() gives the handler the request and answers what it returns", () => {
  assert.deepEqual(
    answer(`({ msg }) => [msg.name, msg.method, msg.headers["x-a"], msg.query.q, msg.json().n[0]].join()`),
    { status: 200, headers: {}, body: "hook,POST,b,1,1" },
  );
  assert.deepEqual(answer(`async () => ({ status: 201, body: { ok: true }, headers: { "X-Id": 7 } })`), {
    status: 201,
    headers: { "content-type": "application/json", "x-id": "7" },
    body: `{"ok":true}`,
  });
  assert.deepEqual(answer(`() => ({ status: 204 })`), { status: 204, headers: {}, body: "" });
  assert.deepEqual(answer(`() => ({ body: "<a/>", headers: { "content-type": "text/xml" } })`), {
    status: 200,
    headers: { "content-type": "text/xml" },
    body: "<a/>",
  });
  assert.equal(answer(`() => {}`), undefined);
});

Deno.test("webhook() whose handler returns what is no answer, or reads what is no JSON, throws", () => {
  for (
    const [handler, pattern] of [["() => 5", /return text, or an object/], [
      "() => null",
      /return text/,
    ]] as const
  ) {
    const guest = TestGuest.load(`webhook("hook", ${handler});`);
    guest.dispatch("webhook", request);
    assert.match(guest.last("threw").message, pattern);
  }
  const guest = TestGuest.load(`webhook("hook", ({ msg }) => msg.json());`);
  guest.dispatch("webhook", { ...request, body: "no json" });
  assert.match(guest.last("threw").message, /JSON/);
});

Deno.test("webhook().url() asks for the address of this webhook", () => {
  const guest = TestGuest.load(
    `const hook = webhook("hook", () => {}); on("messageCreate", async () => console.log(await hook.url()));`,
    ({ name, args }) =>
      name === "webhooks.url"
        ? { ok: { url: `https://x/${(args as { name: string }).name}` } }
        : { ok: null },
  );
  guest.dispatch("messageCreate", {});
  assert.equal(guest.logged[0]!.message, "https://x/hook");
});

for (
  const [call, path] of [
    [`webhook("A", () => {})`, "name"],
    [`webhook("a/b", () => {})`, "name"],
    [`webhook("__proto__", () => {})`, "name"],
    [`webhook("", () => {})`, "name"],
    [`webhook("a".repeat(33), () => {})`, "name"],
    [`webhook("a", () => {}); webhook("a", () => {})`, "name"],
    [`for (let i = 0; i < 17; i++) webhook("n" + i, () => {})`, "name"],
    [`webhook("a")`, "handler"],
    [`webhook("a", () => {}, { signature: "gitlab", secret: "K" })`, "signature"],
    [`webhook("a", () => {}, { signature: "github" })`, "secret"],
    [`webhook("a", () => {}, { secret: "K" })`, "secret"],
    [`webhook("a", () => {}, { signature: "github", secret: "the value itself" })`, "secret"],
  ] as const
) {
  Deno.test(`${call} is refused at ${path}`, () => {
    const guest = TestGuest.load(`try { ${call} } catch (error) { console.log(error.code, error.path); }`);
    assert.equal(guest.logged[0]!.message, `INVALID_ARGUMENT ${path}`);
  });
}

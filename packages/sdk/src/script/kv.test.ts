import assert from "node:assert/strict";
import { type Answer, message, TestGuest } from "../testing/guest.ts";

/** Runs a body against a store in memory that answers as the host does; what it logged. */
function run(
  body: string,
  onSet: (set: { key: string }, data: Map<string, [string, number]>) => void = () => {},
): string[] {
  const data = new Map<string, [string, number]>();
  const answer: Answer = ({ name, args }) => {
    const { key, value, ifVersion } = args as { key: string; value: string; ifVersion?: number };
    const [stored, version] = data.get(key) ?? [null, null];
    if (name === "kv.get") return { ok: { value: stored, metadata: null, version } };
    assert.equal(name, "kv.set");
    onSet({ key }, data);
    const current = data.get(key)?.[1] ?? 0;
    if (ifVersion !== undefined && ifVersion !== current) return { ok: { version: null } };
    data.set(key, [value, current + 1]);
    return { ok: { version: current + 1 } };
  };
  const guest = TestGuest.load(
    `const store = kv.store("s"); on("messageCreate", async () => { ${body} });`,
    answer,
  );
  guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.said.at(-1)!.t, "done", JSON.stringify(guest.said.at(-1)));
  return guest.logged.map(({ message }) => message);
}

Deno.test("KvStore.update() starts over when somebody else wrote in between", () => {
  let others = 2;
  const body = `console.log(await store.update("n", (text) => String(Number(text ?? 0) + 1)));`;
  const lines = run(body, ({ key }, data) => {
    if (others-- > 0) data.set(key, ["10", (data.get(key)?.[1] ?? 0) + 1]);
  });
  assert.deepEqual(lines, ["11"]);
});

Deno.test("KvStore.update() gives up with KV_CONFLICT", () => {
  let version = 0;
  const body = `await store.update("n", () => "1").catch((error) => console.log(error.code));`;
  const lines = run(body, ({ key }, data) => void data.set(key, ["x", version += 2]));
  assert.deepEqual(lines, ["KV_CONFLICT"]);
});

Deno.test("KvStore.setIf() tells whether it won", () => {
  const body =
    `console.log(await store.setIf("a", "1", { version: null }), await store.setIf("a", "2", { version: null }));
    console.log(await store.setIf("a", "3", { version: 1 }), await store.get("a"));`;
  assert.deepEqual(run(body), ["1 null", "2 3"]);
});

Deno.test("KvStore.json() keeps JSON", () => {
  const body = `const typed = store.json(); await typed.set("a", { n: 1 });
    await typed.update("a", ({ n }) => ({ n: n + 1 }));
    console.log(JSON.stringify(await typed.get("a")), await typed.get("b"));`;
  assert.deepEqual(run(body), [`{"n":2} null`]);
});

Deno.test("KvStore.json() names the key whose value is no JSON", () => {
  const body = `await store.set("a", "{plain text");
    await store.json().get("a").catch(({ code, path, message }) => console.log(code, path, message));
    await store.json().update("a", (old) => old).catch(({ code }) => console.log(code));`;
  assert.deepEqual(run(body), [
    'INVALID_ARGUMENT key Cannot read key "a" as JSON: its value is text',
    "INVALID_ARGUMENT",
  ]);
});

Deno.test("KvStore.increment() of a value that is no number throws INVALID_ARGUMENT", () => {
  const script =
    `on("messageCreate", () => kv.store("s").increment("a").catch((error) => console.log(error.code, error.path)));`;
  const guest = TestGuest.load(script, () => ({ ok: { value: null } }));
  guest.dispatch("messageCreate", message("hi"));
  assert.equal(guest.logged[0]!.message, "INVALID_ARGUMENT key");
});

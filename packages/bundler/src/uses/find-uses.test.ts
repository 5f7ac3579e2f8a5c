import assert from "node:assert/strict";
import { type BundleUses, noUses } from "@flora/model";
import { bundleFiles } from "../bundle-files.ts";
import { dispose } from "../esbuild-service.ts";

async function usesOf(files: Record<string, string> | string): Promise<BundleUses> {
  const { uses } = await bundleFiles(typeof files === "string" ? { "main.ts": files } : files, "main.ts");
  return uses;
}

/** As `usesOf`, without what is empty; a place as `use line`. */
async function brief(source: string): Promise<Record<string, string[]>> {
  const { dynamic, ...lists } = await usesOf(source);
  const places = dynamic.map(({ use, file, line }) => `${use} ${file}:${line}`);
  return Object.fromEntries(
    Object.entries({ ...lists, dynamic: places }).filter(([, list]) => list.length > 0),
  );
}

Deno.test("findUses() finds what is imported, global, taken apart, renamed, or reached by namespace", async () => {
  const cases = [
    `import { rest } from "@flora/sdk"; rest.banMember({ userId: "1" });`,
    `rest.banMember({ userId: "1" });`,
    `globalThis.rest.banMember({ userId: "1" });`,
    `import * as flora from "@flora/sdk"; flora.rest["banMember"]({ userId: "1" });`,
    `import { rest as r } from "@flora/sdk"; r?.banMember({ userId: "1" });`,
    `const { banMember: ban } = rest; ban({ userId: "1" });`,
  ];
  for (const source of cases) {
    assert.deepEqual(await brief(source), { rest: ["banMember"] }, source);
  }
  assert.deepEqual(
    await brief(
      `const { banMember, kickMember } = rest; rest.sendMessage; console.log(banMember, kickMember);`,
    ),
    { rest: ["banMember", "kickMember", "sendMessage"] },
  );
});

Deno.test("findUses() takes nothing for a use that only has its name", async () => {
  const source = `
    const [first, ...rest] = ["a", "b"];
    function fetch(url: string) { return url; }
    export const secrets = { get: (name: string) => name };
    console.log(first, rest.length, fetch("https://nowhere"), secrets.get("X"), "rest.banMember");
    // rest.kickMember() fetch("https://comment.example.com/")
    if (typeof globalThis.fetch === "function") console.log("kv.store('x')");`;
  assert.deepEqual(await usesOf(source), noUses);
});

Deno.test("findUses() says what is picked at run time, and where", async () => {
  const cases: [string, string][] = [
    [`export const x = 1;\nrest[Math.random()]();`, "rest main.ts:2"],
    [`const r = rest;\nr.banMember();`, "rest main.ts:1"],
    [`console.log({ ...rest });`, "rest main.ts:1"],
    [`const { kickMember, ...others } = rest; console.log(kickMember, others);`, "rest main.ts:1"],
    [`for (const name of ["rest"]) globalThis[name].banMember();`, "anything main.ts:1"],
    [`import * as flora from "@flora/sdk";\nconsole.log(Object.keys(flora));`, "anything"],
    [`import flora from "@flora/sdk"; flora.rest.x();`, "anything main.ts:1"],
    [`import * as flora from "@flora/sdk"; flora.globalThis.rest.x();`, "anything main.ts:1"],
    [`const flora = require("@flora/sdk"); flora.rest.x();`, "anything :0"],
    [`const g = globalThis; g.rest.x();`, "anything main.ts:1"],
    [`const name = String(Math.random());\nsecrets.get(name);`, "secret main.ts:2"],
    [`kv.store("a" + Math.random());`, "store main.ts:1"],
    [`const s = kv; s.store("x");`, "store main.ts:1"],
    [`fetch(String(Math.random()));`, "host main.ts:1"],
    ["fetch(`https://api.example.com${Math.random()}/x`);", "host main.ts:1"],
    [`fetch("https://api.example.com" + Math.random());`, "host main.ts:1"],
    [`[1].map(fetch);`, "host main.ts:1"],
  ];
  for (const [source, dynamic] of cases) {
    const { dynamic: [place] = [] } = await brief(source);
    assert.ok(place?.startsWith(dynamic), `${source}: ${place}`);
  }
});

Deno.test("findUses() reads hosts, secrets, stores and answers", async () => {
  const source = `
    import { kv, secrets } from "@flora/sdk";
    const API = "https://other.example.com/base";
    await fetch("https://API.example.com:8443/v1?x=1");
    await fetch(\`https://b.example.com/\${API}\`, { headers: { a: secrets.get("KEY")! } });
    await fetch("https://c.example.com");
    kv.store("points").get("x");
    on("messageCreate", async (ctx) => { await ctx.reply("hi"); await ctx.react("👍"); });`;
  assert.deepEqual(await brief(source), {
    answers: ["react", "reply"],
    hosts: ["api.example.com", "b.example.com", "c.example.com"],
    mentioned: ["other.example.com"],
    secrets: ["KEY"],
    stores: ["points"],
  });
});

Deno.test("findUses() reads which keys the payload of a call has, where it is written out", async () => {
  const source = `
    rest.editMember({ userId: "1", payload: { nick: "a, b: {", roles: [{ x: 1 }], "mute": true }, reason: "x" });
    rest.editCurrentMember({ payload: { [String(Math.random())]: "x", ...JSON.parse("{}") } });
    rest.editRole({ payload: JSON.parse("{}"), other: { payload: { name: 1 } } });
    const { editMember } = rest; editMember({ payload: { deaf: true } });
    kv.store("a").json().set("k", { payload: { channel_id: "1" } });`;
  assert.deepEqual((await usesOf(source)).payloads, [
    "editMember mute",
    "editMember nick",
    "editMember roles",
  ]);
});

Deno.test("findUses() takes in whatever can be done with a name", async () => {
  const sources = [
    `fetch = (url) => url; fetch("https://a.example.com/");`,
    `globalThis.fetch = null; delete globalThis.rest; globalThis.kv ??= {};`,
    `rest++; [rest, kv] = [1, 2]; ({ secrets } = {});`,
    `export { rest, kv as default } from "@flora/sdk"; export * from "@flora/sdk";`,
    `label: for (rest of []) break label; try { kv } catch (fetch) { fetch }`,
    `class rest { static kv = 1; #fetch = 2; get secrets() { return this.#fetch; } } new rest();`,
    `console.log(typeof rest, typeof globalThis.kv, "rest" in globalThis, globalThis?.fetch?.("x"));`,
  ];
  for (const source of sources) {
    assert.ok(await usesOf({ "main.ts": `import "./all.js";`, "all.js": source }), source);
  }
});

Deno.test("findUses() leaves out what the bundle does not hold, and reads packages", async () => {
  const uses = await usesOf({
    "main.ts": `import { used } from "./lib.ts"; import "pack"; console.log(used);`,
    "lib.ts": `export const used = 1; export function unused() { return rest.kickMember({ userId: "1" }); }`,
    "node_modules/pack/package.json": `{"name":"pack","main":"index.js"}`,
    "node_modules/pack/index.js": `rest.banMember({});\nconst g = globalThis;\nconsole.log(g);`,
  });
  assert.deepEqual(uses.rest, ["banMember"]);
  assert.deepEqual(uses.dynamic, [{ use: "anything", file: "node_modules/pack/index.js", line: 2 }]);
});

Deno.test("findUses() stays within its bounds, and says that there is more", async () => {
  const stores = Array.from({ length: 150 }, (_, n) => `kv.store("s${n}");`).join("\n");
  const uses = await usesOf(`${stores}\nsecrets.get(${JSON.stringify("x".repeat(1_000))});`);
  assert.equal(uses.stores.length, 100);
  assert.deepEqual(uses.dynamic.map(({ use }) => use).sort(), ["secret", "store"]);
  await dispose();
});

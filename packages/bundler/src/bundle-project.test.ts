import assert from "node:assert/strict";
import { bundleProject } from "./bundle-project.ts";
import { dispose } from "./esbuild-service.ts";
import { BundleError, type BundleErrorCode } from "./problem.ts";
import { stackMapper } from "./map-stack.ts";
import { runScript, withProject } from "./testing/project.ts";

type Files = Record<string, string | Uint8Array>;
const package_ = (name: string, more: object = {}) => JSON.stringify({ name, version: "1.0.0", ...more });

async function run(files: Files, prelude?: string) {
  const bundle = await withProject(files, (root) => bundleProject(root, "src/main.ts"));
  return { bundle, ...await runScript(bundle.code, prelude) };
}

async function fails(files: Files, code: BundleErrorCode, message: RegExp, entry = "src/main.ts") {
  const error = await withProject(files, (root) => bundleProject(root, entry)).then(
    () => undefined,
    (e) => e,
  );
  assert.ok(error instanceof BundleError, `expected a BundleError, got ${error}`);
  assert.match(error.message, message);
  assert.equal(error.code, code);
  assert.doesNotMatch(error.message, /\/tmp\/|flora-bundler-test/);
  return error;
}

Deno.test("bundleProject() runs several files in import order, types erased, as one script", async () => {
  const { out, bundle, error } = await run({
    "src/main.ts": `import { b } from "./b.ts"; import "./side"; import data from "./data.json";
      import text from "./note.txt"; import type { T } from "./types.ts"; const t: T = { n: 1 };
      emit(["main", b, t.n, data.x, text, typeof this]); export default 1; export const named = 2;`,
    "src/b.ts": `import "./a.ts"; emit("b"); export const b = "bee";`,
    "src/a.ts": `emit("a");`,
    "src/side/index.ts": `emit("side");`,
    "src/types.ts": `export interface T { n: number }`,
    "src/data.json": `{"x": 5}`,
    "src/note.txt": "héllo",
  });
  assert.equal(error, undefined);
  assert.deepEqual(out, ["a", "b", "side", ["main", "bee", 1, 5, "héllo", "undefined"]]);
  assert.deepEqual(bundle.inputs.map(({ path }) => path), [
    "src/a.ts",
    "src/b.ts",
    "src/data.json",
    "src/main.ts",
    "src/note.txt",
    "src/side/index.ts",
  ]);
  assert.equal(bundle.inputs.find(({ path }) => path === "src/note.txt")?.bytes, 6);
  assert.deepEqual(bundle.warnings, []);
});

Deno.test("bundleProject() top-level await holds back what comes after it, and the promise ends last", async () => {
  const { out, error } = await run({
    "src/main.ts": `import { late } from "./late.ts"; emit(late); await Promise.resolve(); emit("end");`,
    "src/late.ts": `export const late = await Promise.resolve("late"); emit("loaded");`,
  });
  assert.equal(error, undefined);
  assert.deepEqual(out, ["loaded", "late", "end"]);
});

Deno.test("bundleProject() resolves @flora/sdk to the globals, under every way to import it", async () => {
  const { out, error } = await run(
    {
      "src/main.ts": `import { on, kv as store } from "@flora/sdk"; import * as flora from "@flora/sdk";
      import type { Ctx } from "@flora/sdk"; import { type Other } from "@flora/sdk"; import sdk from "@flora/sdk";
      import { on as same, type MessageContext } from "@uwu/flora-sdk";
      const ctx: Ctx | Other | MessageContext | undefined = undefined; emit([on === globalThis.on, store.n, flora.on("x"), ctx ?? 0,
      sdk.on === flora.on, "missing" in flora, same === on]);`,
    },
    `Object.defineProperty(globalThis, "on", { value: (name) => "on " + name, enumerable: false });
      globalThis.kv = { n: 7 };`,
  );
  assert.equal(error, undefined);
  assert.deepEqual(out, [[true, 7, "on x", 0, true, false, true]]);
});

Deno.test("bundleProject() bundles npm packages: ESM, CommonJS, exports conditions and browser maps", async () => {
  const { out, error, bundle } = await run({
    "src/main.ts": `import cjs from "cjs"; import { name } from "@scope/esm"; import { pick } from "cond/sub";
      import mapped from "mapped"; import events from "events"; import { helper } from "#helper";
      emit([cjs.two(), name, pick, mapped, events, helper, process.env.NODE_ENV]);`,
    "package.json": package_("app", { imports: { "#helper": "./src/helper.ts" } }),
    "src/helper.ts": `export const helper = "helped";`,
    "node_modules/cjs/package.json": package_("cjs", { main: "lib/index.js" }),
    "node_modules/cjs/lib/index.js": `const one = require("./one"); exports.two = () => one + 1;`,
    "node_modules/cjs/lib/one.js": `module.exports = 1;`,
    "node_modules/@scope/esm/package.json": package_("@scope/esm", { module: "m.mjs", main: "c.js" }),
    "node_modules/@scope/esm/m.mjs": `export const name = "esm";`,
    "node_modules/@scope/esm/c.js": `exports.name = "cjs";`,
    "node_modules/cond/package.json": package_("cond", {
      exports: { "./sub": { node: "./node.js", worker: "./worker.js", default: "./node.js" } },
    }),
    "node_modules/cond/worker.js": `export const pick = "worker";`,
    "node_modules/cond/node.js": `import "node:fs";`,
    "node_modules/mapped/package.json": package_("mapped", {
      main: "index.js",
      browser: { "./node.js": "./web.js", fs: false, "./off.js": false },
    }),
    "node_modules/mapped/index.js":
      `require("fs"); module.exports = [require("./node"), Object.keys(require("./off"))];`,
    "node_modules/mapped/node.js": `module.exports = require("node:os");`,
    "node_modules/mapped/web.js": `module.exports = "web";`,
    "node_modules/mapped/off.js": `exports.off = 1;`,
    "node_modules/events/package.json": package_("events", { main: "e.js" }),
    "node_modules/events/e.js": `module.exports = "own events";`,
  });
  assert.equal(error, undefined);
  assert.deepEqual(out, [[2, "esm", "worker", ["web", []], "own events", "helped", "production"]]);
  assert.ok(bundle.inputs.some(({ path }) => path === "node_modules/cjs/lib/one.js"));
});

Deno.test("bundleProject() maps a throw at top level and in a function to the author's file and line", async () => {
  const files = {
    "src/main.ts":
      `// a comment\nimport { boom } from "./lib/boom.ts";\n\ninterface X { a: string }\n\n  boom(1);\n`,
    "src/lib/boom.ts": `import call from "pkg";\nexport function boom(n: number) {\n  call(() => {\n` +
      `    throw new TypeError("böse" + n);\n  });\n}\n`,
    "node_modules/pkg/package.json": package_("pkg"),
    "node_modules/pkg/index.js": `module.exports = (f) => f();`,
  };
  const { bundle, error } = await run(files);
  assert.ok(error?.includes("guild.js:"));
  assert.deepEqual(stackMapper(bundle.sourceMap)(error!).split("\n"), [
    "TypeError: böse1",
    "    at src/lib/boom.ts:4:11",
    "    at boom (src/lib/boom.ts:3:3)",
    "    at src/main.ts:6:3",
  ]);
  const map = JSON.parse(bundle.sourceMap);
  assert.equal(map.file, "guild.js");
  assert.equal(map.sourcesContent[map.sources.indexOf("src/main.ts")], files["src/main.ts"]);
  assert.equal(map.sourcesContent[map.sources.indexOf("node_modules/pkg/index.js")], null);
});

Deno.test("bundleProject() maps a throw after an await and in a handler run later", async () => {
  const { bundle, error } = await run({
    "src/main.ts": `await Promise.resolve();\nglobalThis.later = async () => {\n  await null;\n` +
      `  throw new Error("x");\n};\nawait globalThis.later();\n`,
  });
  assert.deepEqual(stackMapper(bundle.sourceMap)(error!).split("\n").slice(0, 3), [
    "Error: x",
    "    at globalThis.later (src/main.ts:4:9)",
    "    at async src/main.ts:6:1",
  ]);
});

Deno.test("bundleProject() keeps places true in files that had to be rewritten to be judged", async () => {
  const { bundle, error } = await run({
    "src/a b#1%20é.ts":
      `// Function, require\nexport function go(f: Function): never {\n  /* */ throw new Error(String(f));\n}`,
    "src/main.ts":
      `import { go } from "./a b#1%20é.ts";\ntype F = Function;\n\n  go((await 1 as unknown) as F);`,
  });
  assert.deepEqual(stackMapper(bundle.sourceMap)(error!).split("\n"), [
    "Error: 1",
    "    at go (src/a b#1%20é.ts:3:15)",
    "    at src/main.ts:4:3",
  ]);
  await fails(
    { "src/main.ts": `type F = Function;\n/* é */ const f: F = () => 1; import x from "./gone"; f(x);` },
    "BUNDLE_INVALID",
    /src\/main.ts:2:45: Could not resolve "\.\/gone"$/,
  );
  await fails(
    { "src/main.ts": `type F = Function;\nconst f: F = = 1;` },
    "BUNDLE_INVALID",
    /src\/main.ts:2:14: Unexpected "="$/,
  );
});

Deno.test("bundleProject() refuses imports by name, with the author's place", async () => {
  const error = await fails(
    { "src/main.ts": `\n\nimport fs from "node:fs"; emit(fs);` },
    "IMPORT_REFUSED",
    /^Cannot bundle "src\/main.ts": src\/main.ts:3:16: import "node:fs" is refused: Node built-ins do not exist in flora$/,
  );
  assert.deepEqual(error.problems, [{
    file: "src/main.ts",
    line: 3,
    column: 16,
    message: `import "node:fs" is refused: Node built-ins do not exist in flora`,
    lineText: `import fs from "node:fs"; emit(fs);`,
  }]);
  for (
    const [code, message] of [
      [`import { x } from "fs"; emit(x);`, /import "fs" is refused: Node built-ins/],
      [`import "fs/promises";`, /import "fs\/promises" is refused: Node built-ins/],
      [`export * from "child_process";`, /"child_process" is refused: Node built-ins/],
      [`const fs = require("fs"); emit(fs);`, /require\("fs"\) is refused: Node built-ins/],
      [`import "deno:x";`, /"deno:x" is refused: Deno built-ins/],
      [`import "jsr:@std/path";`, /"jsr:@std\/path" is refused: packages come from/],
      [`import "npm:zod@4";`, /"npm:zod@4" is refused: .*install it/],
      [`import "https://esm.sh/zod";`, /refused: nothing is loaded from the network/],
      [`import "HTTP://esm.sh/zod";`, /refused: nothing is loaded from the network/],
      [`import "data:text/javascript,1";`, /refused: only files of the project/],
      [`import "file:///etc/passwd";`, /refused: only files of the project/],
      [`import "/etc/passwd";`, /refused: a path must be relative/],
      [`import "../../../../../../etc/passwd";`, /refused: it leads out of the project/],
      [
        `import x from "../../../../../../etc/passwd" with { type: "text" }; emit(x);`,
        /leads out of the project/,
      ],
      [`import "@flora/sdk/testing";`, /refused: it is for tests/],
      [`import("./main.ts");`, /src\/main.ts:1:\d+: import\("\.\/main.ts"\) is refused: dynamic imports/],
      [`const x = "a"; await import(x);`, /src\/main.ts:1:\d+: import\(…\) is refused: dynamic imports/],
      ["try { import(`./${Math.random()}.ts`) } catch {}", /is refused: dynamic imports/],
      [`import /* c */ ("../" + "x" + Math.random());`, /is refused: dynamic imports/],
      [`require("./" + Math.random());`, /require\(…\) is refused: only a plain string/],
      [`(r\\u0065quire as any)("./" + Math.random());`, /require\(…\) is refused: only a plain string/],
      [`require.resolve("x");`, /refused: a script has no files/],
      [`emit(import.meta.url);`, /src\/main.ts:1:6: import.meta is refused/],
      [`import "./x.node";`, /src\/x.node: native addons do not run/],
      [`import "./x.wasm";`, /src\/x.wasm: WebAssembly is switched off/],
      [`import "./x.tsx";`, /src\/x.tsx: JSX does not exist in flora/],
    ] as [string, RegExp][]
  ) {
    await fails(
      { "src/main.ts": code, "src/x.node": "", "src/x.wasm": "", "src/x.tsx": "" },
      "IMPORT_REFUSED",
      message,
    );
  }
});

Deno.test("bundleProject() leaves alone what only looks like an import", async () => {
  const { out, error } = await run({
    "src/main.ts": `const s = 'import("./" + x) require("../" + x)'; // import("./" + x) \\u
      const o = { import: (x: string) => x, require: (x: string) => x }; emit([s.length, o.import("a"), o.require("b")]);
      function f(require: (x: string) => string) { return require("./" + 1); } emit(f((x) => x));
      emit("//# sourceMappingURL=x".length); emit(/sourceMappingURL/.test("sourceMappingURL"));`,
  });
  assert.equal(error, undefined);
  assert.deepEqual(out, [[35, "a", "b"], "./1", 22, true]);
});

Deno.test("bundleProject() refuses built-ins inside packages only where the script reaches them", async () => {
  const pkg = {
    "node_modules/p/package.json": package_("p", { type: "module", sideEffects: false, main: "index.js" }),
    "node_modules/p/index.js": `export { read } from "./node.js"; export const pure = 1;\n` +
      `export const lazy = () => import("./node.js"); export const own = import.meta.url;`,
    "node_modules/p/node.js":
      `import { readFileSync } from "fs";\nexport const read = () => readFileSync("x");`,
  };
  const { out } = await run({ ...pkg, "src/main.ts": `import { pure } from "p"; emit(pure);` });
  assert.deepEqual(out, [1]);
  await fails(
    { ...pkg, "src/main.ts": `import { read } from "p"; emit(read);` },
    "IMPORT_REFUSED",
    /node_modules\/p\/node.js:1:\d+: import "fs" is refused: Node built-ins/,
  );
  await fails(
    { ...pkg, "src/main.ts": `import { lazy } from "p"; emit(lazy);` },
    "IMPORT_REFUSED",
    /node_modules\/p\/index.js:2:\d+: import\("\.\/node.js"\) is refused: dynamic imports/,
  );
});

Deno.test("bundleProject() warns of code from strings, naming the line", async () => {
  const { bundle } = await run({
    "src/main.ts":
      `const f: Function = () => 1;\nif (f instanceof Function && false) {\n  eval("1");\n  new Function("a");\n` +
      `  (0, eval)("2"); Function("b");\n}\nemit(1);`,
  });
  assert.deepEqual(bundle.warnings.map(({ file, line, message }) => [file, line, message.split(":")[0]]), [
    ["src/main.ts", 3, "eval is used"],
    ["src/main.ts", 4, "new Function is used"],
    ["src/main.ts", 5, "eval is used"],
    ["src/main.ts", 5, "new Function is used"],
  ]);
});

Deno.test("bundleProject() reports syntax errors and missing files with their place", async () => {
  const error = await fails(
    { "src/main.ts": `import "./b";`, "src/b.ts": `const ä = ;` },
    "BUNDLE_INVALID",
    /^Cannot bundle "src\/main.ts": src\/b.ts:1:11: Unexpected ";"$/,
  );
  assert.equal(error.problems[0]?.lineText, "const ä = ;");
  await fails(
    { "src/main.ts": `import "./c.ts";\nimport "left-pad";` },
    "BUNDLE_INVALID",
    /src\/main.ts:1:8: Could not resolve "\.\/c.ts" \(and 1 more\)$/,
  );
  await fails({ "src/b.ts": "" }, "BUNDLE_INVALID", /"src\/main.ts": the file does not exist/);
  await fails({ "src/b.ts": "" }, "BUNDLE_INVALID", /"src": it is not a file/, "src");
  await fails({ "src/b.json": "{}" }, "BUNDLE_INVALID", /the entry must be a .ts or .js file/, "src/b.json");
  await fails({ "src/b.ts": "" }, "FILE_NAME_INVALID", /"\.\.\/b.ts": it has the segment/, "../b.ts");
  await fails(
    { "src/main.ts": new Uint8Array([0x61, 0x3b, 0xff]) },
    "ENCODING_INVALID",
    /src\/main.ts: byte 2 is not valid UTF-8/,
  );
  await fails(
    { "src/main.ts": `import "./a.bin";`, "src/a.bin": "" },
    "BUNDLE_INVALID",
    /src\/a.bin: a file of this/,
  );
});

Deno.test("bundleProject() dispose() ends the compiler, which a later bundling starts again", async () => {
  await dispose();
  const { out } = await run({ "src/main.ts": `emit(1);` });
  assert.deepEqual(out, [1]);
  await dispose();
});

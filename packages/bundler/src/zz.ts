import { bundleFiles, dispose } from "./mod.ts";
const forms = [
  'import("./h/"+x, {with:{type:"json"}})',
  'import.defer("./h/"+x)',
  'import.source("./h/"+x)',
  'var __toESM = 1; import("./h/"+x)',
  'var __toESM, __toESM2; import("./h/"+x)',
  'function f(require){ return import("./h/"+x) }',
  'enum E { a = "./h/" } require(E.a + x)',
  'enum E { a = "./h/" } import(E.a + x)',
  'import(/* c */ "./h/" /* d */ + x)',
  'import(\n// line\n"./h/"+x)',
  'require(x ? "./h/" + x : "b")',
  'require((0, "./h/" + x))',
  'require(`${"./h/"}${x}`)',
  'require("" + "./h/" + x)',
  '(require)("./h/"+x)',
  'require!("./h/"+x)',
  'require?.("./h/"+x)',
  '(x, require)("./h/"+x)',
  'new require("./h/"+x)',
  "require`./h/${x}`",
  'module.require("./h/"+x)',
  'try { require("./h/"+x) } catch {}',
  'await import("./h/"+x)',
  'import("./h/"+x).then(a=>a)',
  'import("./h/".concat(x))',
  'require("./h/".concat(x))',
  'require(f("./h/" + x))',
  'const r = require; r("./h/"+x)',
  'const p = "./h/"; require(p + x)',
  'const p = "./h/"; import(`${p}${x}`)',
  'import("./h/" + x',
  'require(x["./h/"+x])',
  'with(require("./h/"+x)){}',
  'label: import("./h/"+x)',
  'import("./h/"+x)\n-->c',
  'if(0) import("./h/"+x)',
  'false && require("./h/"+x)',
  'typeof require("./h/"+x)',
  'new URL("./h/" + x, import.meta.url)',
  'new Worker(new URL("./h/a.js", import.meta.url))',
  'import.meta.glob("./h/*")',
  'require.context("./h")',
];
for (const pre of ["main.ts", "node_modules/p/index.js"]) {
  for (const f of forms) {
    const code = "const x = globalThis.x;\n" + f;
    const files = pre === "main.ts"
      ? { "main.ts": code, "h/bad.bin": "" }
      : { "main.ts": 'import * as p from "p"; emit(p)', [pre]: code, "node_modules/p/h/bad.bin": "" };
    const r = await bundleFiles(files as Record<string, string>, "main.ts").then(
      (b) => "BUNDLED " + (/glob/i.test(b.code) ? "!!!GLOB" : ""),
      (e) => (/bad/.test(e.message) ? "!!!" : "") + e.message,
    );
    console.log(pre[0], JSON.stringify(f), "=>", r.slice(0, 150));
  }
}
await dispose();

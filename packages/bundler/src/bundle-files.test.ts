import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundleFiles } from "./bundle-files.ts";
import { bundleProject } from "./bundle-project.ts";
import { dispose } from "./esbuild-service.ts";
import type { BundleLimits } from "./limits.ts";
import { BundleError, type BundleErrorCode } from "./problem.ts";
import { runScript, withProject } from "./testing/project.ts";

type Files = Record<string, string | Uint8Array>;
const up = "../".repeat(12);

/** A file of the host, outside of every project, whose text must never come out. */
async function withHostFile<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "flora-host-" });
  try {
    await Deno.writeTextFile(join(folder, "secret.json"), `{"secret":"TOP-SECRET"}`);
    await Deno.writeTextFile(join(folder, "secret.ts"), `export default "TOP-SECRET";`);
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function fails(files: Files, code: BundleErrorCode, message: RegExp, limits?: Partial<BundleLimits>) {
  const error = await bundleFiles(files, "main.ts", limits).then(() => undefined, (e) => e);
  assert.ok(error instanceof BundleError, `expected a BundleError, got ${error}`);
  assert.match(error.message, message);
  assert.equal(error.code, code);
  assert.doesNotMatch(JSON.stringify([error.message, error.problems]), /TOP-SECRET|flora-bundle-|root:x/);
}

Deno.test("bundleFiles() bundles uploaded files and leaves nothing behind", async () => {
  // Others may be bundling at the same time.
  const mine = `${crypto.randomUUID()}.ts`;
  const leftovers = async () => {
    const found = [];
    const temporary = Deno.env.get("TMPDIR") ?? "/tmp";
    for await (const { name } of Deno.readDir(temporary)) {
      if (name.startsWith("flora-bundle-") && existsSync(join(temporary, name, mine))) found.push(name);
    }
    return found;
  };
  const bundle = await bundleFiles({
    "main.ts": `import "./b.ts"; emit("main")`,
    "b.ts": new TextEncoder().encode(`emit("b")`),
    [mine]: "",
  }, "main.ts");
  assert.deepEqual((await runScript(bundle.code)).out, ["b", "main"]);
  assert.deepEqual(JSON.parse(bundle.sourceMap).sources, ["b.ts", "main.ts"]);
  assert.doesNotMatch(bundle.code + bundle.sourceMap, /flora-bundle-/);
  await fails({ "main.ts": "let 1", [mine]: "" }, "BUNDLE_INVALID", /main.ts:1:5/);
  assert.deepEqual(await leftovers(), []);
});

Deno.test("bundleFiles() refuses bad names and sizes before it writes anything", async () => {
  await fails({ "main.ts": "", "../x.ts": "" }, "FILE_NAME_INVALID", /"..\/x.ts": it has the segment/);
  await fails({ "main.ts": "", "Main.ts": "" }, "FILE_NAME_INVALID", /the same as/);
  await fails({ "main.ts": "a\ud800" }, "ENCODING_INVALID", /"main.ts": it has half of a surrogate pair/);
  await fails(
    { "main.ts": "/".repeat(2 * 1024 * 1024) },
    "BUNDLE_TOO_LARGE",
    /^Cannot bundle "main.ts": source files are at least 2 MiB together, at most 1 MiB$/,
  );
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}.ts`, ""]));
  await fails(many, "BUNDLE_TOO_LARGE", /^Cannot bundle "main.ts": more than 200 source files$/);
  const packages = Object.fromEntries(
    Array.from({ length: 2_001 }, (_, i) => [`node_modules/p/${i}.js`, ""]),
  );
  await fails(packages, "BUNDLE_TOO_LARGE", /more than 2000 package files/);
  await fails(
    { "main.ts": "", "node_modules/p/a.js": new Uint8Array(9 * 1024 * 1024) },
    "BUNDLE_TOO_LARGE",
    /package files are at least 9 MiB together, at most 8 MiB/,
  );
});

Deno.test("bundleFiles() refuses a script over its limit, with the figures", async () => {
  const files = { "main.ts": `emit(${JSON.stringify("x".repeat(5_000))})` };
  await fails(files, "BUNDLE_TOO_LARGE", /the script is 4.9 KiB, at most 4 KiB/, { scriptBytes: 4096 });
});

Deno.test("bundleFiles() lets no import, map or manifest reach a file of the host", async () => {
  await withHostFile(async (host) => {
    const outside = `${up}${host.slice(1)}`;
    const leads = /it leads out of the project|Could not resolve|is refused/;
    for (
      const files of [
        { "main.ts": `import x from "${outside}/secret.json"; emit(x);` },
        { "main.ts": `import x from "${outside}/secret"; emit(x);` },
        { "main.ts": `import x from "${host}/secret.ts"; emit(x);` },
        { "main.ts": `emit(require("${outside}/secret.json"));` },
        { "main.ts": `const x = "secret"; emit(require("./${outside}/" + x));` },
        { "main.ts": `const x = "secret"; emit(import(\`./${outside}/\${x}.json\`));` },
        {
          "main.ts": `import x from "p"; emit(x);`,
          "node_modules/p/package.json": `{"main":"${outside}/secret.json"}`,
        },
        {
          "main.ts": `import x from "p"; emit(x);`,
          "node_modules/p/package.json": `{"main":"i.js","browser":{"./i.js":"./${outside}/secret.json"}}`,
          "node_modules/p/i.js": "",
        },
        {
          "main.ts": `import x from "p"; emit(x);`,
          "node_modules/p/package.json": `{"exports":"./${outside}/secret.json"}`,
        },
        {
          "main.ts": `import x from "#p"; emit(x);`,
          "package.json": `{"imports":{"#p":"./${outside}/secret.json"}}`,
        },
        {
          "main.ts": `import x from "p"; emit(x);`,
          "node_modules/p/package.json": `{}`,
          "node_modules/p/index.js": `module.exports = require("./${outside}/" + module.id + ".json");`,
        },
        {
          "main.ts": `import x from "p"; emit(x);`,
          "node_modules/p/package.json": `{}`,
          "node_modules/p/index.js":
            `const m = 1; module.exports = require(m ? "./${outside}/" + m + ".json" : "q");`,
        },
        {
          "main.ts": `import x from "secret"; emit(x);`,
          "tsconfig.json":
            `{"extends":"${host}/x.json","compilerOptions":{"baseUrl":"${host}","paths":{"*":["${host}/*"]}}}`,
        },
      ] as Files[]
    ) {
      const error = await bundleFiles(files, "main.ts").then(() => undefined, (e) => e);
      assert.ok(error instanceof BundleError, `${JSON.stringify(files)} was bundled`);
      assert.match(error.message, leads);
      assert.doesNotMatch(JSON.stringify([error.message, error.problems]), /TOP-SECRET|flora-bundle-/);
    }
    const map = {
      version: 3,
      sources: ["leak.ts"],
      sourcesContent: ["TOP-SECRET"],
      names: [],
      mappings: "AAAA",
    };
    await Deno.writeTextFile(join(host, "leak.map"), JSON.stringify(map));
    for (
      const comment of [
        `//# sourceMappingURL=${outside}/leak.map`,
        `/*# sourceMappingURL=file://${host}/leak.map */`,
      ]
    ) {
      const bundle = await bundleFiles({ "main.js": `emit(1);\n${comment}` }, "main.js");
      assert.doesNotMatch(bundle.code + bundle.sourceMap, /TOP-SECRET|leak\.ts/);
      assert.deepEqual(JSON.parse(bundle.sourceMap).sources, ["main.js"]);
    }
  });
});

Deno.test("bundleFiles() expands no computed import, however it is written", async () => {
  const forms = [
    `import(/* c */ "./h/" /* d */ + x)`,
    `import(\n// c\n"./h/" + x)`,
    `var __toESM = 1; import("./h/" + x)`,
    `false && require("./h/" + x)`,
    `if (0) { require("./h/" + x) }`,
    `(() => { return 1; import("./h/" + x) })()`,
    `module.require("./h/" + x)`,
    `module["require"]("./h/" + x)`,
    `require(x ? "./h/" + x : "b")`,
    "require(`${'./h/'}${x}`)",
    `require("" + "./h/" + x)`,
    `(require)("./h/" + x)`,
    `(0, require)("./h/" + x)`,
    `r\\u0065quire("./h/" + x)`,
    `function f(a = require("./h/" + x)) { var require }`,
    `eval("1"); require("./h/" + x)`,
    `with (x) { require("./h/" + x) }`,
    `with (x) { module.require("./h/" + x) }`,
  ];
  for (const form of forms) {
    for (const folder of ["", "node_modules/p/"]) {
      const files: Files = {
        "main.js": `import "p";`,
        "node_modules/p/index.js": "",
        [folder === "" ? "main.js" : `${folder}index.js`]: `var x = globalThis.x; ${form};`,
        [`${folder}h/found.bin`]: "",
        [`${folder}h/found.js`]: "FOUND",
      };
      const outcome = await bundleFiles(files, "main.js").then(({ code }) => code, (error) => {
        assert.ok(error instanceof BundleError, String(error));
        return error.message;
      });
      assert.doesNotMatch(outcome, /found|__glob/i, form);
    }
  }
});

Deno.test("bundleProject() refuses links that lead out of the project", async () => {
  await withHostFile((host) =>
    withProject({ "main.ts": `import x from "./link.ts"; emit(x);` }, async (root) => {
      await Deno.symlink(join(host, "secret.ts"), join(root, "link.ts"));
      await Deno.symlink(host, join(root, "folder"));
      for (
        const [entry, message] of [["main.ts", /leads out of the project/], [
          "link.ts",
          /lies outside/,
        ]] as const
      ) {
        await assert.rejects(bundleProject(root, entry), message);
      }
      await Deno.writeTextFile(join(root, "main.ts"), `import x from "./folder/secret.json"; emit(x);`);
      await assert.rejects(bundleProject(root, "main.ts"), /leads out of the project/);
    })
  );
});

Deno.test("bundleFiles() bakes nothing of the host into the script", async () => {
  const bundle = await bundleFiles({
    "main.ts":
      `emit([typeof process, (() => { try { return process.env.PATH } catch (e) { return e.name } })()]);`,
  }, "main.ts");
  assert.deepEqual((await runScript(bundle.code)).out, [["undefined", "ReferenceError"]]);
});

Deno.test("bundleFiles() outlives an input that crashes the compiler, and so do the others", async () => {
  // A busy machine takes long until its stack is full.
  const deep = bundleFiles({ "main.ts": "[".repeat(1_000_000) }, "main.ts", { timeoutMs: 300_000 });
  const fine = bundleFiles({ "main.ts": "emit(1)" }, "main.ts");
  await assert.rejects(deep, (error) => error instanceof BundleError && error.code === "BUNDLE_INVALID");
  assert.deepEqual((await runScript((await fine).code)).out, [1]);
});

Deno.test("bundleFiles() ends a bundling that takes too long, and only that one", async () => {
  const slow = bundleFiles({ "main.ts": "emit(1)" }, "main.ts", { timeoutMs: 0 });
  const fine = bundleFiles({ "main.ts": "emit(2)" }, "main.ts");
  await assert.rejects(slow, (error) => {
    assert.ok(error instanceof BundleError && error.code === "BUNDLE_TOO_LARGE");
    assert.match(error.message, /^Cannot bundle "main.ts": bundling takes longer than 0 s$/);
    return true;
  });
  assert.deepEqual((await runScript((await fine).code)).out, [2]);
  await dispose();
});

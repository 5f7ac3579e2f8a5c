import assert from "node:assert/strict";
import { join } from "node:path";
import { bundleFiles } from "./bundle-files.ts";
import { bundleProject } from "./bundle-project.ts";
import { collectSources } from "./collect-sources.ts";
import { dispose } from "./esbuild-service.ts";
import { BundleError } from "./problem.ts";
import { runScript, withProject } from "./testing/project.ts";

const project = {
  "package.json": `{"name":"app","imports":{"#h":"./src/h.ts"}}`,
  "README.md": "not uploaded",
  "src/main.ts":
    `import { h } from "#h"; import a from "a"; import b from "b/deep"; import d from "./dir"; emit([h, a, b, d]);`,
  "src/unused.ts": "",
  "src/h.ts": `export const h = "h";`,
  "src/dir/package.json": `{"main":"other.ts"}`,
  "src/dir/other.ts": `export default "dir";`,
  "node_modules/a/package.json": `{"name":"a","main":"lib/a","browser":{"./lib/off.js":false,"fs":false}}`,
  "node_modules/a/lib/a.js": `require("fs"); require("./off"); module.exports = "a" + require("c");`,
  "node_modules/a/lib/off.js": `throw new Error("off");`,
  "node_modules/a/LICENSE": "",
  "node_modules/a/node_modules/c/package.json": `{"name":"c"}`,
  "node_modules/a/node_modules/c/index.js": `module.exports = "c2";`,
  "node_modules/b/package.json": `{"name":"b"}`,
  "node_modules/b/deep/package.json": `{"module":"../esm/deep.js"}`,
  "node_modules/b/esm/package.json": `{"type":"module"}`,
  "node_modules/b/esm/deep.js": `import c from "c"; export default "b" + c;`,
  "node_modules/c/package.json": `{"name":"c","exports":{"node":"./n.js","default":"./c.js"}}`,
  "node_modules/c/c.js": `exports.__esModule = true; exports.default = "c1";`,
};

Deno.test("collectSources() lists what makes the same script again, and no more", async () => {
  const { sources, local } = await withProject(project, async (root) => ({
    sources: await collectSources(root, "src/main.ts"),
    local: await bundleProject(root, "src/main.ts"),
  }));
  const without = ["README.md", "src/unused.ts", "node_modules/a/lib/off.js", "node_modules/a/LICENSE"];
  const expected = Object.keys(project).filter((path) => !without.includes(path)).sort();
  assert.deepEqual(sources.map(({ path }) => path), expected);
  const remote = await bundleFiles(
    Object.fromEntries(sources.map(({ path, bytes }) => [path, bytes])),
    "src/main.ts",
  );
  assert.equal(remote.code, local.code);
  assert.equal(remote.sourceMap, local.sourceMap);
  const [[, a] = []] = (await runScript(remote.code)).out as [string[]];
  assert.equal(a, "ac2");
});

Deno.test("collectSources() takes packages out of pnpm's store of links", async () => {
  const store = "node_modules/.pnpm/a@1/node_modules";
  const files = {
    "main.ts": `import a from "a"; emit(a);`,
    [`${store}/a/package.json`]: `{"name":"a","main":"m.js"}`,
    [`${store}/a/m.js`]: `module.exports = "a" + require("b");`,
    "node_modules/.pnpm/b@1/node_modules/b/package.json": `{"name":"b"}`,
    "node_modules/.pnpm/b@1/node_modules/b/index.js": `module.exports = "b";`,
  };
  const sources = await withProject(files, async (root) => {
    await Deno.symlink("../../b@1/node_modules/b", join(root, store, "b"));
    await Deno.symlink(".pnpm/a@1/node_modules/a", join(root, "node_modules/a"));
    await Deno.symlink("../../../.pnpm/b@1/node_modules/b", join(root, store, "../link"));
    return await collectSources(root, "main.ts");
  });
  assert.deepEqual(sources.map(({ path }) => path), [
    "main.ts",
    "node_modules/a/m.js",
    "node_modules/a/package.json",
    "node_modules/b/index.js",
    "node_modules/b/package.json",
  ]);
  const remote = await bundleFiles(
    Object.fromEntries(sources.map(({ path, bytes }) => [path, bytes])),
    "main.ts",
  );
  assert.deepEqual((await runScript(remote.code)).out, ["ab"]);
});

Deno.test("collectSources() holds to the limits, with the figure", async () => {
  await withProject(project, async (root) => {
    await assert.rejects(collectSources(root, "src/main.ts", { sourceFiles: 3 }), (error) => {
      assert.ok(error instanceof BundleError && error.code === "BUNDLE_TOO_LARGE");
      assert.equal(error.message, `Cannot bundle "src/main.ts": more than 3 source files`);
      return true;
    });
    await assert.rejects(collectSources(root, "src/main.ts", { packageBytes: 20 }), /at most 20 bytes/);
  });
  await dispose();
});

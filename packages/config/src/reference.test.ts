import assert from "node:assert/strict";
import { loadConfig } from "./load.ts";
import { renderConfigReference, renderEnvExample, renderLimits } from "./reference.ts";
import { describeConfig } from "./settings.ts";

Deno.test("describeConfig() knows variable, meaning and allowed values of each setting", () => {
  const settings = describeConfig();
  assert.equal(new Set(settings.map(({ env }) => env)).size, settings.length);
  for (const { path, env, description, allowed } of settings) {
    assert.match(env, /^(FLORA|DISCORD)_[A-Z_]+$/, path);
    assert.ok(description.length > 10, path);
    assert.doesNotMatch(allowed, /undefined/, path);
  }
});

Deno.test("renderConfigReference() and renderLimits() name every setting once between them", () => {
  const pages = renderConfigReference() + renderLimits();
  for (const { env } of describeConfig()) assert.equal(pages.split(`\`${env}\``).length, 2, env);
  assert.match(renderLimits(), /\| `heapBytes` \| `FLORA_LIMIT_HEAP_BYTES` \| 64 MiB \|/);
});

Deno.test("renderEnvExample() gives values that loadConfig() takes as the defaults", () => {
  const lines = renderEnvExample().split("\n").filter((line) => /^#[A-Z]/.test(line));
  assert.equal(lines.length, describeConfig().length);
  const env = Object.fromEntries(lines.map((line) => line.slice(1).split(/=(.*)/s).slice(0, 2)));
  assert.deepEqual(loadConfig({ env, cwd: "/nonexistent" }), loadConfig({ env: {}, cwd: "/nonexistent" }));
});

import assert from "node:assert/strict";
import { dispose } from "@flora/bundler";
import type { DiscordRequest } from "@flora/discord";
import { checkScript } from "../packages/sdk/src/testing/check-script.ts";
import { readSdkEntries } from "../scripts/docs/sdk-entries.ts";
import { runExample, toScript } from "./support/examples.ts";
import { checkDiscordRequests } from "./support/oracle.ts";

const entries = await readSdkEntries();
const examples = entries.flatMap(({ name, file, line, examples }) =>
  examples.map((code) => ({ name, code, place: `packages/sdk/src/${file}:${line}` }))
);

Deno.test("every name of the script API says what it is", () => {
  assert.ok(entries.length > 300, `${entries.length} entries`);
  assert.deepEqual(entries.filter(({ doc }) => doc === "").map(({ name }) => name), []);
});

Deno.test("everything of the script API that can be used shows how", () => {
  const silent = entries.filter(({ usable, examples }) => usable && examples.length === 0);
  assert.deepEqual(silent.map(({ name }) => name), []);
  const elsewhere = examples.filter(({ name, code }) =>
    !code.includes(name.split(".").at(-1)!.replace("()", ""))
  );
  assert.deepEqual(
    elsewhere.map(({ name }) => name).filter((name) =>
      !name.endsWith("()") && !/^(Kv|Kv\w+|\w+Builder)$/.test(name)
    ),
    [],
    "an example uses what it is of",
  );
});

const requests: DiscordRequest[] = [];

for (const file of new Set(entries.map(({ file }) => file))) {
  const here = examples.filter(({ place }) => place.includes(`/${file}:`));
  if (here.length === 0) continue;
  Deno.test(`the ${here.length} examples of ${file} run`, async () => {
    const problems: string[] = [];
    for (const { code, name, place } of here) {
      try {
        requests.push(...await runExample(code));
      } catch (error) {
        problems.push(`${name} at ${place}: ${(error as Error).message}`);
      }
    }
    assert.deepEqual(problems, []);
  });
}

Deno.test("the examples ask nothing of Discord that its description refuses", async () => {
  const { checked, problems, skipped } = await checkDiscordRequests(requests);
  console.log(skipped ?? `${checked} requests of ${examples.length} examples checked`);
  assert.deepEqual(problems, []);
  if (!skipped) assert.ok(checked > 150, `${checked} requests`);
});

Deno.test("the examples are typed as editors see them", async () => {
  const blocks = examples.map(({ code, place, name }) => `// ${name} at ${place}\n{\n${toScript(code)}\n}`);
  assert.equal(await checkScript(blocks.join("\n")), "");
});

Deno.test({ name: "the examples are done", fn: () => dispose(), sanitizeResources: false });

import assert from "node:assert/strict";
import { join } from "node:path";
import { dispose } from "@flora/bundler";
import type { DiscordRequest } from "@flora/discord";
import { runExample } from "./support/examples.ts";
import { root } from "./support/flora.ts";
import { checkDiscordRequests } from "./support/oracle.ts";

/** The TypeScript examples of a document with the line they begin at. */
async function examples(path: string): Promise<{ line: number; code: string }[]> {
  const text = await Deno.readTextFile(join(root, path));
  return [...text.matchAll(/^( *)```ts\n([^]*?)^\1```$/gm)].map((found) => ({
    line: text.slice(0, found.index).split("\n").length,
    code: found[2]!.split("\n").map((line) => line.slice(found[1]!.length)).join("\n"),
  }));
}

const requests: DiscordRequest[] = [];

for (const path of ["README.md", "docs/guide.md"]) {
  for (const { line, code } of await examples(path)) {
    Deno.test(`the example at ${path}:${line} loads and handles events`, async () => {
      requests.push(...await runExample(code));
    });
  }
}

Deno.test("the examples of README and guide ask nothing of Discord that its description refuses", async () => {
  const { checked, problems, skipped } = await checkDiscordRequests(requests);
  console.log(skipped ?? `${checked} requests checked`);
  assert.deepEqual(problems, []);
});

Deno.test({ name: "the examples are done", fn: () => dispose(), sanitizeResources: false });

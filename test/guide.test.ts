import assert from "node:assert/strict";
import { join } from "node:path";
import { stop, transform } from "esbuild";
import { interaction, message, TestGuest } from "../packages/sdk/src/testing/guest.ts";
import { root } from "./support/flora.ts";

/** The TypeScript examples of a document with the line they begin at. */
async function examples(path: string): Promise<{ line: number; code: string }[]> {
  const text = await Deno.readTextFile(join(root, path));
  return [...text.matchAll(/^( *)```ts\n([^]*?)^\1```$/gm)].map((found) => ({
    line: text.slice(0, found.index).split("\n").length,
    code: found[2]!,
  }));
}

/** What a handler calls; answers that fit the op. */
function answer({ name }: { name: string }): { ok: unknown } {
  if (name === "kv.get") return { ok: { value: null, metadata: null, version: null } };
  if (name === "kv.set") return { ok: { version: 1 } };
  if (name === "kv.increment") return { ok: { value: 5 } };
  if (name === "http.fetch") {
    return {
      ok: {
        status: 200,
        statusText: "",
        url: "",
        redirected: false,
        headers: [],
        bodyBase64: "",
        more: false,
      },
    };
  }
  return { ok: { id: "1" } };
}

const documents = ["README.md", "docs/guide.md"];
const someone = { id: "400", username: "ada" };

for (const path of documents) {
  for (const { line, code } of await examples(path)) {
    Deno.test(`the example at ${path}:${line} loads and handles events`, async () => {
      const { code: script } = await transform(code, { loader: "ts", format: "esm" });
      // A few lines without a handler of their own are what one would write inside of one.
      const inside = !/^(const \w+ = )?(on|createBot|cron|at|component|modal|webhook|settings)\(/m.test(
        script,
      );
      const body = inside ? `on("messageCreate", async (ctx) => { ${script} });` : script;
      const guest = TestGuest.load(body, answer);
      assert.equal(
        guest.said.find((frame) => frame.t === "load-failed"),
        undefined,
        JSON.stringify(guest.said),
      );
      const { manifest } = guest;
      guest.dispatch("messageCreate", message("flora"));
      guest.dispatch("guildMemberAdd", { guildId: "100", user: someone });
      guest.dispatch("interactionCreate", command(manifest.commands[0]));
      for (const { name } of manifest.webhooks) {
        const body = JSON.stringify({ repository: {}, commits: [] });
        guest.dispatch("webhook", { name, headers: { "x-github-event": "push" }, query: {}, body });
      }
      guest.dispatch("schedule", { name: "x", at: "2030-01-01T00:00:00.000Z", payload: {} });
      const problem = guest.said.find((frame) => frame.t === "threw" || frame.t === "unhandled");
      assert.equal(problem, undefined, JSON.stringify(problem));
    });
  }
}

Deno.test({ name: "the examples are done", fn: () => stop(), sanitizeResources: false });

/** A use of a command, of its first subcommand where it has any. */
function command(definition: { name?: unknown; options?: unknown } | undefined): object {
  const path = (options: { name: string; type: number; options?: [] }[] = []): object[] =>
    options.filter(({ type }) => type <= 2).slice(0, 1)
      .map(({ name, type, options }) => ({ name, type, options: path(options) }));
  return interaction(2, {
    name: definition?.name ?? "none",
    type: 1,
    options: path(definition?.options as []),
  });
}

import assert from "node:assert/strict";
import { join } from "node:path";
import { Conversation, noTerminal } from "../../support/dev.ts";
import { root } from "../../support/flora.ts";

const missing = noTerminal();
const deploy = ["deploy", "main.ts", "--guild", "123456789012345678", "--api", "http://127.0.0.1:9"];

Deno.test({
  name: `flora deploy shows its steps in a real terminal${missing ? ` (skipped: ${missing})` : ""}`,
  ignore: missing !== undefined,
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "flora-progress-" });
    await Deno.writeTextFile(join(folder, "main.ts"), "console.log(1);\n");
    const moves = "\u001b[?25l";

    await t.step("in one line that moves, and without colours where they are not wanted", async () => {
      await using run = Conversation.terminal(deploy, folder, { NO_COLOR: "1" });
      await run.hear(/Cannot reach/);
      assert.equal(await run.end(), 6);
      assert.ok(run.text.includes(moves), run.text);
      // deno-lint-ignore no-control-regex -- what paints
      assert.doesNotMatch(run.text, /\x1b\[[\d;]*m/);
    });

    await t.step("line by line where the terminal has no width", async () => {
      const command = [join(root, "node_modules/.bin/flora"), ...deploy].join(" ");
      const env = { TERM: "xterm" };
      const unsized = ["-qfec", `stty cols 0; exec ${command}`, "/dev/null"];
      await using run = Conversation.run("script", unsized, folder, env);
      await run.hear(/Bundling main\.ts …[^]*Uploading 1 files[^]*Cannot reach/);
      assert.equal(await run.end(), 6);
      assert.ok(!run.text.includes(moves), run.text);
    });
    await Deno.remove(folder, { recursive: true });
  },
});

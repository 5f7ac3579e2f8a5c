import assert from "node:assert/strict";
import { join } from "node:path";
import { Conversation, noTerminal } from "../../support/dev.ts";
import { script } from "./project.ts";

const missing = noTerminal();

Deno.test({
  name: `flora dev in a real terminal: editing, completion, Ctrl-C${missing ? ` (skipped: ${missing})` : ""}`,
  ignore: missing !== undefined,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "flora-dev-" });
    await Deno.writeTextFile(join(folder, "main.ts"), script("pong"));
    {
      await using dev = Conversation.terminal(["dev"], folder);
      await dev.hear(/ada #general> /);
      await dev.type("!pongg\x7f\x7f\x7f\x7fing\r");
      await dev.hear(/ada[^\n]*: !ping/);
      await dev.hear(/pong 1/);
      // Tab ends words: the command's name, then its option, then a member.
      await dev.type("/hell");
      await dev.type("\t");
      await dev.hear(/\/hello /);
      await dev.type("w");
      await dev.type("\t");
      await dev.hear(/who:/);
      await dev.type("Ada\r");
      await dev.hear(/Hello Ada x1/);
      await dev.type("/click 2\r");
      await dev.hear(/A question[^]*Your name: /);
      await dev.type("Ada\r");
      await dev.hear(/Why \(optional\): /);
      await dev.type("\r");
      await dev.hear(/Ada says nothing/);
      // The history gives back what was typed.
      await dev.type("\x1b[A\x1b[A\x1b[A\x1b[A");
      await dev.hear(/!ping/);
      await dev.type("\r");
      await dev.hear(/pong 2/);
      await dev.type("half a line\x03");
      assert.equal(await dev.end(), 0);
      assert.ok(dev.text.includes("\x1b[32mlive"));
    }
    await Deno.remove(folder, { recursive: true });
  },
});

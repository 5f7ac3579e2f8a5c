import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "./support/flora.ts";

Deno.test("generated documents are what the configuration schema says", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(root, "scripts/gen-docs.ts"), "--check"],
    cwd: root,
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
});

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("createEmbeddedFactory() passes the suite, in a process with the option it needs", async () => {
  const suite = fileURLToPath(new URL("./embedded-suite.ts", import.meta.url));
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--unstable-worker-options", suite],
    env: { NO_COLOR: "1" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stdout));
});

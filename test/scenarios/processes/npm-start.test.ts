import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../../support/flora.ts";

const FOREVER = "console.log('up'); setInterval(() => {}, 60_000)";

Deno.test("npm start ends where the shell that npm runs it in is ended", async () => {
  const launcher = join(root, "scripts/deno.mjs");
  const shell = new Deno.Command("sh", {
    // The second command keeps the shell from becoming the first.
    args: ["-c", `node "${launcher}" eval "${FOREVER}"; true`],
    env: { npm_lifecycle_event: "start" },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let output = "";
  // Ends when nobody holds the pipe any more: neither the shell nor what was started from it.
  for await (const bytes of shell.stdout) {
    output += new TextDecoder().decode(bytes);
    if (output === "up\n") shell.kill("SIGTERM");
  }
  assert.equal(output, "up\n");
  assert.equal((await shell.status).signal, "SIGTERM");
});

import assert from "node:assert/strict";
import { join } from "node:path";

const main = join(import.meta.dirname!, "../../main.ts");

/** Runs the command line against an API that gives one answer. */
async function ask(answer: unknown, ...args: string[]): Promise<{ code: number; out: string }> {
  const home = await Deno.makeTempDir({ prefix: "flora-cli-" });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => Response.json(answer));
  try {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", main, ...args],
      cwd: home,
      env: {
        NO_COLOR: "1",
        FLORA_API_URL: `http://127.0.0.1:${server.addr.port}`,
        FLORA_TOKEN: `flora_${"x".repeat(40)}`,
      },
    }).output();
    return { code, out: new TextDecoder().decode(stdout).trim() };
  } finally {
    await server.shutdown();
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("flora admin drain fails where guilds are left, so that a rolling update stops there", async () => {
  const drain = ["admin", "drain", "worker-0"];
  const left = ["123456789012345678"];
  assert.deepEqual(await ask({ left: [] }, ...drain), { code: 0, out: "worker-0 is empty" });
  assert.deepEqual(await ask({ left }, ...drain), { code: 1, out: `Still on worker-0: ${left[0]}` });
  assert.deepEqual(await ask({ left }, ...drain, "--json"), { code: 1, out: JSON.stringify({ left }) });
});

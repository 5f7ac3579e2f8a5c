import assert from "node:assert/strict";
import { join } from "node:path";
import { startEmulator } from "@flora/discord-emulator";

const module = join(import.meta.dirname!, "main.ts");

/** Runs the process until `onReady` (given its FLORA_READY facts) has asked it to stop, or until it fails. */
async function run(
  env: Record<string, string>,
  onReady: (facts: unknown, child: Deno.ChildProcess) => Promise<void>,
) {
  const dataDir = await Deno.makeTempDir();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--no-check", module],
    env: { FLORA_DATA_DIR: dataDir, FLORA_LINK_SECRET: "secret", FLORA_EMULATED: "1", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let output = "";
  let told = false;
  try {
    for await (
      const text of child.stdout.pipeThrough(
        new TextDecoderStream() as TransformStream<Uint8Array<ArrayBuffer>, string>,
      )
    ) {
      output += text;
      const ready = /^FLORA_READY (.*)$/m.exec(output);
      if (!ready || told) continue;
      told = true;
      await onReady(JSON.parse(ready[1]!), child);
    }
    return { code: (await child.status).code, output };
  } finally {
    await child.stdin.close().catch(() => undefined);
    await Deno.remove(dataDir, { recursive: true });
  }
}

Deno.test("main says FLORA_READY and stops on SIGTERM, and when its stdin ends", async () => {
  const emulator = await startEmulator();
  const env = { DISCORD_TOKEN: emulator.token, DISCORD_API_URL: emulator.apiUrl };
  try {
    for (const stop of ["signal", "stdin"]) {
      const { code, output } = await run(env, async (facts, child) => {
        const { linkPort, guilds } = facts as { linkPort: number; guilds: number };
        assert.ok(linkPort > 0);
        assert.equal(guilds, 1);
        if (stop === "signal") child.kill("SIGTERM");
        else await child.stdin.close();
      });
      assert.equal(code, 0, output);
      assert.ok(!output.includes(emulator.token));
    }
  } finally {
    await emulator.close();
  }
});

Deno.test("main fails in words when the token is wrong or a port is not its to take", async () => {
  const emulator = await startEmulator();
  const env = { DISCORD_TOKEN: "MTIz.x.wrong", DISCORD_API_URL: emulator.apiUrl };
  try {
    const wrong = await run(env, async () => {});
    assert.equal(wrong.code, 1);
    assert.match(wrong.output, /Cannot start: Discord refuses the bot token \(DISCORD_TOKEN\)/);
    const port = new URL(emulator.url).port;
    const taken = await run({
      ...env,
      DISCORD_TOKEN: emulator.token,
      FLORA_GATEWAY_LINK: `127.0.0.1:${port}`,
    }, async () => {});
    assert.equal(taken.code, 1);
    assert.match(taken.output, /Cannot start: .*(EADDRINUSE|in use)/);
  } finally {
    await emulator.close();
  }
});

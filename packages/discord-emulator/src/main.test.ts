import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { Bare } from "../testdata/harness.ts";

const BIN = fileURLToPath(new URL("../bin/flora-discord-emulator.mjs", import.meta.url));

function start(...args: string[]): Deno.ChildProcess {
  return new Deno.Command("node", { args: [BIN, ...args], stdout: "piped", stderr: "piped" }).spawn();
}

Deno.test("flora-discord-emulator prints its address and stops on SIGTERM", async () => {
  const child = start("--port", "0");
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let printed = "";
  while (!printed.includes("!ping")) {
    const { value, done } = await reader.read();
    assert.equal(done, false, printed);
    printed += value;
  }
  const url = /listening on (http:\S+)/.exec(printed)![1]!;
  const token = /Token +(\S+)/.exec(printed)![1]!;
  const answer = await fetch(`${url}/api/v10/users/@me`, { headers: { authorization: `Bot ${token}` } });
  assert.equal(answer.status, 200);
  await answer.body?.cancel();
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 0);
  await reader.cancel();
  await child.stderr.cancel();
  await assert.rejects(fetch(url));
});

Deno.test("flora-discord-emulator says in one line what is wrong with flags and ports", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  const cases: [string[], number, RegExp][] = [
    [["--port", "many"], 1, /^Cannot use --port "many": expected a number from 0 to 65535\n$/],
    [["--unknown"], 1, /^.*--unknown.*\n$/],
    [["--port", String(port)], 2, /^Cannot listen on 127\.0\.0\.1:\d+: the port is in use\n$/],
  ];
  for (const [args, code, pattern] of cases) {
    const child = start(...args);
    const { stderr, code: ended } = await child.output();
    const text = new TextDecoder().decode(stderr);
    assert.equal(ended, code, text);
    assert.match(text, pattern);
  }
  const help = await start("--help").output();
  assert.match(new TextDecoder().decode(help.stdout), /--port/);
  await new Promise((resolve) => taken.close(resolve));
});

Deno.test("main.ts runs under plain Node once bundled", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/emulator.mjs`;
    await build({
      entryPoints: [fileURLToPath(new URL("./main.ts", import.meta.url))],
      outfile: file,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      logLevel: "silent",
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    const child = new Deno.Command("node", { args: [file], stdout: "piped", stderr: "inherit" }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let printed = "";
    while (!printed.includes("!ping")) printed += (await reader.read()).value ?? assert.fail(printed);
    const url = /listening on (http:\S+)/.exec(printed)![1]!;
    const answer = await fetch(`${url}/api/v10/gateway`);
    assert.match((await answer.json()).url, /^ws:/);
    const bare = new Bare(`${url.replace("http", "ws")}/?v=10&encoding=json`);
    await bare.identify(/Token +(\S+)/.exec(printed)![1]!, 1);
    await bare.event("GUILD_CREATE");
    bare.close();
    await bare.closed();
    child.kill("SIGINT");
    assert.equal((await child.status).code, 0);
    await reader.cancel();
  } finally {
    await stop();
    await Deno.remove(folder, { recursive: true });
  }
});

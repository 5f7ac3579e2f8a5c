import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

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

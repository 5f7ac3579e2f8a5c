import assert from "node:assert/strict";

interface Outcome {
  code: number;
  text: string;
}

function spawn(behaviour: string): Deno.ChildProcess {
  const fixture = new URL("./process.fixture.ts", import.meta.url);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", fixture.href, behaviour],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

/** Starts the fixture, waits for `FLORA_READY` when it is to be stopped, and returns what it left. */
async function run(behaviour: string, stop?: (child: Deno.ChildProcess) => void): Promise<Outcome> {
  const child = spawn(behaviour);
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    const wasReady = text.includes("FLORA_READY");
    text += chunk;
    if (!wasReady && text.includes("FLORA_READY")) stop?.(child);
  }
  const { code } = await child.status;
  await child.stdin.close().catch(() => {});
  return { code, text };
}

Deno.test("runProcess() announces itself and stops cleanly on SIGTERM", async () => {
  const { code, text } = await run("run", (child) => child.kill("SIGTERM"));
  assert.equal(code, 0);
  assert.match(text, /^FLORA_READY \{"port":42\}$/m);
  assert.match(text, /"msg":"bye"/);
});

Deno.test("runProcess() stops when its stdin ends", async () => {
  const { code, text } = await run("run", (child) => void child.stdin.close());
  assert.equal(code, 0);
  assert.match(text, /"msg":"bye"/);
});

Deno.test("runProcess() stops cleanly when nobody reads its output any more", async () => {
  const child = spawn("run");
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("FLORA_READY")) break;
  }
  await child.stdin.close();
  assert.equal((await child.status).code, 0);
});

Deno.test("runProcess() exits with 1 when the stop overruns its time", async () => {
  const { code, text } = await run("hang", (child) => child.kill("SIGINT"));
  assert.equal(code, 1);
  assert.match(text, /Cannot stop within 200 ms/);
});

Deno.test("runProcess() logs a failed start and exits with 1", async () => {
  const { code, text } = await run("fail");
  assert.equal(code, 1);
  assert.match(text, /"level":"fatal".*Cannot start: port 1 is in use/);
  assert.doesNotMatch(text, /stack|FLORA_READY/);
});

Deno.test("runProcess() logs an unhandled rejection and exits with 1", async () => {
  const { code, text } = await run("throw-later");
  assert.equal(code, 1);
  assert.match(text, /Unhandled rejection: later/);
});

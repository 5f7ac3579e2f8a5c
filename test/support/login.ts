/** @module Logs a command line in through a browser, as far as the command line has a part in it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "./flora.ts";

/** Runs `flora login`, and answers what it shows as soon as it shows it. */
export async function startLogin(folder: string, apiUrl: string) {
  const child = new Deno.Command(join(root, "node_modules/.bin/flora"), {
    args: ["login", "--api", apiUrl],
    cwd: folder,
    env: { NO_COLOR: "1", HOME: folder, XDG_CONFIG_HOME: join(folder, "config") },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let shown = "";
  while (!shown.includes("Waiting")) {
    const { value, done } = await reader.read();
    if (done) break;
    shown += value;
  }
  const url = /Open (http:\S+)/.exec(shown)?.[1] ?? assert.fail(shown);
  const code = /code (\S+)\./.exec(shown)![1]!;
  const end = async () => {
    let stdout = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) stdout += text;
    for (let read = await reader.read(); !read.done; read = await reader.read()) shown += read.value;
    return { code: (await child.status).code, stdout, stderr: shown };
  };
  return { url, code, end };
}

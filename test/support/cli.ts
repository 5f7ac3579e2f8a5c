import { join } from "node:path";
import { root } from "./flora.ts";

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the `flora` binary as npm links it. */
export async function flora(
  args: string[],
  options: { env: Record<string, string>; cwd?: string; stdin?: string | Uint8Array },
): Promise<CliResult> {
  const child = new Deno.Command(join(root, "node_modules/.bin/flora"), {
    args,
    cwd: options.cwd ?? root,
    env: { NO_COLOR: "1", ...options.env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const { stdin = "" } = options;
  await writer.write(typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin);
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

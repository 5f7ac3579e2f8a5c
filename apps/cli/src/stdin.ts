import process from "node:process";
import { UsageError } from "./failure.ts";
import { note } from "./output.ts";

/** All of standard input as text, without the end of its last line. Throws UsageError when it is no UTF-8. */
export async function readStdin(what: string): Promise<string> {
  if (Deno.stdin.isTerminal()) note(`Type ${what}, then Enter and Ctrl-D:`);
  const bytes = await new Response(Deno.stdin.readable).bytes();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r?\n$/, "");
  } catch {
    throw new UsageError(`Cannot read ${what}: standard input is not valid UTF-8`);
  }
}

/** One line typed in a terminal that never shows there, for what is secret; undefined where the person gives up. */
export async function askHidden(message: string): Promise<string | undefined> {
  const { isCancel, password } = await import("@clack/prompts");
  const typed = await password({ message, output: process.stderr });
  return isCancel(typed) ? undefined : typed;
}

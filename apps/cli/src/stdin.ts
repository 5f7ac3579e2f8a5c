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

/** @module Measurements that need a process to themselves, such as those of its memory. */
import { fileURLToPath } from "node:url";

/** Runs a program to its end; the last line it prints is JSON of what it measured. */
export async function measuredBy<T>(program: string, args: string[]): Promise<T> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const [text, problems] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  if (!success) {
    throw new Error(`Cannot measure with ${program}: ${problems!.split("\n").slice(-3).join(" ")}`);
  }
  return JSON.parse(text!.split("\n").at(-1)!);
}

/** Runs a module of this bench in a Deno process of its own, with the garbage collector at its call. */
export function measuredAlone<T>(module: URL, ...args: string[]): Promise<T> {
  return measuredBy(Deno.execPath(), [
    "run",
    "-A",
    "--no-prompt",
    "--v8-flags=--expose-gc",
    fileURLToPath(module),
    ...args,
  ]);
}

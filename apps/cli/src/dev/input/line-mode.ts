import { createInterface } from "node:readline";
import process from "node:process";
import type { Chat } from "../chat/chat.ts";
import type { Quiet } from "./quiet.ts";

/** A script has this long to begin answering a line before the next one is taken. Milliseconds. */
const BETWEEN_LINES_MS = 250;
/** The same at the end of the input. */
const AT_END_MS = 1_000;
/** Longer than a dispatch may take. */
const LONGEST_MS = 5_000;

/** Takes lines from a pipe, each when what the one before caused has come to rest, and ends with it. */
export async function runLineMode(chat: Chat, quiet: Quiet, signal: AbortSignal): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  signal.addEventListener("abort", () => lines.close());
  for await (const line of lines) {
    if (signal.aborted) return;
    await chat.handle(line);
    await quiet.wait(BETWEEN_LINES_MS, LONGEST_MS);
  }
  if (!signal.aborted) await quiet.wait(AT_END_MS, LONGEST_MS);
}

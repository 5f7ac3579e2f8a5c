import process from "node:process";
import { exitCodes } from "./failure.ts";
import { colours, note } from "./output.ts";

/** What is going on, one step after the other: on standard error, and in a terminal in one line that moves. */
export interface Progress {
  /** The next step begins. */
  step(text: string): void;
  /** Takes the line away; what comes next is the result. */
  end(): void;
}

/** Quiet for programs; a line for each step where a line cannot move, as in a terminal that does not know its width. */
export async function startProgress(asJson: boolean): Promise<Progress> {
  if (asJson) return { step() {}, end() {} };
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb" || Deno.consoleSize().columns === 0) {
    return { step: (text) => note(colours.dim(`${text} …`)), end() {} };
  }
  const { spinner } = await import("@clack/prompts");
  let running = false;
  const onCancel = () => Deno.exit(exitCodes.failed);
  const line = spinner({ output: process.stderr, indicator: "timer", withGuide: false, onCancel });
  return {
    step(text) {
      if (running) line.message(text);
      else line.start(text);
      running = true;
    },
    end() {
      if (running) line.clear();
      running = false;
    },
  };
}

import * as readline from "node:readline";
import process from "node:process";
import { printable } from "../../output.ts";
import type { Happening } from "../happening.ts";
import type { Completion } from "../chat/complete.ts";
import { render } from "../show/render.ts";
import type { Screen } from "../show/screen.ts";

export interface TerminalChat {
  readonly prompt: string;
  handle(line: string): Promise<void>;
  complete(line: string): Promise<Completion>;
}

/** A real terminal: a line with editing, history and completion at the bottom, and what happens above it. */
export class Terminal implements Screen {
  #line: readline.Interface | undefined;
  #chat: TerminalChat | undefined;

  /** Prints above the line that is being typed. */
  show(happening: Happening): void {
    const text = render(happening);
    const line = this.#line;
    if (!line) return void process.stdout.write(`${text}\n`);
    readline.moveCursor(process.stdout, 0, -line.getCursorPos().rows);
    readline.cursorTo(process.stdout, 0);
    readline.clearScreenDown(process.stdout);
    process.stdout.write(`${text}\n`);
    this.#ask();
  }

  /** Reads until Ctrl-C, Ctrl-D or the signal. */
  async run(chat: TerminalChat, signal: AbortSignal): Promise<void> {
    const ended = Promise.withResolvers<void>();
    this.#chat = chat;
    const line = this.#line = readline.createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: true,
      historySize: 500,
      removeHistoryDuplicates: true,
      completer: (text: string, done: (error: null, result: Completion) => void) => {
        chat.complete(text).then((result) => done(null, result), () => done(null, [[], text]));
      },
    });
    line.on("line", (text) => {
      this.#forget(text);
      void chat.handle(text).then(() => this.#ask());
    });
    line.on("SIGINT", () => line.close());
    line.on("close", () => ended.resolve());
    signal.addEventListener("abort", () => line.close());
    this.#ask();
    await ended.promise;
    this.#line = undefined;
    process.stdout.write("\n");
  }

  #ask(): void {
    if (!this.#line || !this.#chat) return;
    this.#line.setPrompt(printable(this.#chat.prompt));
    this.#line.prompt(true);
  }

  /** Takes away what was typed: as a message it appears again. */
  #forget(text: string): void {
    if (text === "" || text.startsWith("/")) return;
    const typed = this.#line!.getPrompt().length + text.length;
    const rows = Math.floor(typed / (process.stdout.columns || 80)) + 1;
    readline.moveCursor(process.stdout, 0, -rows);
    readline.clearScreenDown(process.stdout);
  }
}

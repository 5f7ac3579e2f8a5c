/** @module Runs `flora dev` as a person does, through a pipe or in a pseudo-terminal. */
import { join } from "node:path";
import { root } from "./flora.ts";

const binary = join(root, "node_modules/.bin/flora");

/** One running `flora dev`, or any other command that talks. */
export class Conversation implements AsyncDisposable {
  #text = "";
  #read = 0;
  #wake = () => {};
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #drained: Promise<unknown>;
  #ended = false;

  private constructor(private readonly child: Deno.ChildProcess) {
    this.#input = child.stdin.getWriter();
    this.#drained = Promise.all([child.stdout, child.stderr].map(async (stream) => {
      const decoder = new TextDecoder();
      for await (const bytes of stream) {
        this.#text += decoder.decode(bytes, { stream: true });
        this.#wake();
      }
    })).then(() => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Through pipes. */
  static pipe(args: string[], folder: string, env: Record<string, string> = {}): Conversation {
    return Conversation.#start(binary, args, folder, { NO_COLOR: "1", ...env });
  }

  /** Any program, through pipes. */
  static run(command: string, args: string[], folder: string, env: Record<string, string>): Conversation {
    return Conversation.#start(command, args, folder, env);
  }

  /** In a pseudo-terminal of util-linux `script`. */
  static terminal(args: string[], folder: string, env: Record<string, string> = {}): Conversation {
    const command = `stty cols 100 rows 30; exec ${[binary, ...args].join(" ")}`;
    return Conversation.#start("script", ["-qfec", command, "/dev/null"], folder, { TERM: "xterm", ...env });
  }

  static #start(command: string, args: string[], cwd: string, env: Record<string, string>): Conversation {
    const home = { HOME: cwd, XDG_CONFIG_HOME: join(cwd, ".config") };
    return new Conversation(
      new Deno.Command(command, {
        args,
        cwd,
        env: { ...home, ...env },
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn(),
    );
  }

  get pid(): number {
    return this.child.pid;
  }

  /** Everything it said. */
  get text(): string {
    return this.#text;
  }

  async type(text: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(text));
  }

  /** Waits for what fits after all that was heard so far. */
  async hear(pattern: RegExp): Promise<RegExpExecArray> {
    const timer = setTimeout(() => this.#ended = true, 60_000);
    try {
      for (;;) {
        const found = pattern.exec(this.#text.slice(this.#read));
        if (found) {
          this.#read += found.index + found[0].length;
          return found;
        }
        if (this.#ended) throw new Error(`Never heard ${pattern} in:\n${this.#text}`);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          setTimeout(resolve, 1_000);
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Types a line and waits for what it brings about. */
  async say(line: string, pattern: RegExp): Promise<RegExpExecArray> {
    await this.type(`${line}\n`);
    return await this.hear(pattern);
  }

  /** Closes its input; answers its exit code. */
  async close(): Promise<number> {
    await this.#input.close().catch(() => undefined);
    return await this.end();
  }

  /** Sends a signal; answers the exit code. */
  async kill(signal: Deno.Signal): Promise<number> {
    this.child.kill(signal);
    return await this.end();
  }

  async end(): Promise<number> {
    const { code } = await this.child.status;
    await this.#drained;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.child.kill("SIGTERM");
    } catch {
      // It has ended.
    }
    await this.#input.close().catch(() => undefined);
    await this.end();
  }
}

/** Why there is no pseudo-terminal here; undefined where there is one. */
export function noTerminal(): string | undefined {
  try {
    const { code } = new Deno.Command("script", {
      args: ["-qfec", "stty cols 80", "/dev/null"],
      stdin: "null",
    })
      .outputSync();
    return code === 0 ? undefined : "`script` makes no pseudo-terminal here";
  } catch {
    return "`script` of util-linux is not installed";
  }
}

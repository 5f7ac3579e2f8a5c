import { Buffer } from "node:buffer";
import { defaultLimits } from "@flora/model";
import { guestCommand, runnerUrl } from "@flora/isolation/isolated/command";

const script = runnerUrl(Buffer.from(await Deno.readFile(new URL("./substrate.js", import.meta.url))));

/** A bare Deno process with a guest's flags and channel, and nothing in it but an echo. */
export class Substrate {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  private constructor() {
    const options = { denoPath: Deno.execPath(), runner: script, layers: [], limits: defaultLimits };
    this.#child = guestCommand(options).spawn();
    this.#reader = this.#child.stdout.getReader();
    this.#writer = this.#child.stdin.getWriter();
  }

  /** Resolves when it has said its first frame. */
  static async boot(): Promise<Substrate> {
    const substrate = new Substrate();
    await substrate.#reader.read();
    return substrate;
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** One frame there and back. */
  async roundTrip(frame: Uint8Array): Promise<void> {
    await this.#writer.write(frame);
    for (let left = frame.byteLength; left > 0;) left -= (await this.#reader.read()).value!.byteLength;
  }

  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    const { stderr, status } = this.#child;
    await Promise.allSettled([this.#writer.abort(), this.#reader.cancel(), stderr.cancel(), status]);
  }
}

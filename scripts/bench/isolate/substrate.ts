import { Buffer } from "node:buffer";
import { defaultLimits } from "@flora/model";
import { guestCommand, runnerUrl } from "@flora/isolation/isolated/command";

/** How the process takes its input. */
export type Reading = "asynchronous" | "synchronous";

/** All that the process does: say one frame, then echo. */
const script = (reading: Reading) => `
const chunk = new Uint8Array(65_536);
Deno.stdout.writeSync(Uint8Array.of(0, 0, 0, 1, 0x21));
for (;;) {
  const bytes = ${reading === "synchronous" ? "Deno.stdin.readSync(chunk)" : "await Deno.stdin.read(chunk)"};
  if (bytes === null) Deno.exit(0);
  for (let sent = 0; sent < bytes;) sent += Deno.stdout.writeSync(chunk.subarray(sent, bytes));
}`;

/** A bare Deno process with a guest's flags and channel, and nothing in it but an echo. */
export class Substrate {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamBYOBReader;
  #buffer = new Uint8Array(64 * 1024);
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  private constructor(reading: Reading) {
    const runner = runnerUrl(Buffer.from(script(reading)));
    const options = { denoPath: Deno.execPath(), runner, layers: [], limits: defaultLimits };
    this.#child = guestCommand(options).spawn();
    this.#reader = this.#child.stdout.getReader({ mode: "byob" });
    this.#writer = this.#child.stdin.getWriter();
  }

  /** Resolves when it has said its first frame. */
  static async boot(reading: Reading = "asynchronous"): Promise<Substrate> {
    const substrate = new Substrate(reading);
    await substrate.#read();
    return substrate;
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** One frame there and back. */
  async roundTrip(frame: Uint8Array): Promise<void> {
    await this.#writer.write(frame);
    for (let left = frame.byteLength; left > 0;) left -= await this.#read();
  }

  /** Bytes read, 0 at the end. */
  async #read(): Promise<number> {
    const { value } = await this.#reader.read(this.#buffer);
    this.#buffer = new Uint8Array(value!.buffer);
    return value!.byteLength;
  }

  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    const { stderr, status } = this.#child;
    await Promise.allSettled([this.#writer.abort(), this.#reader.cancel(), stderr.cancel(), status]);
  }
}

/** @module The context a script runs in. Only strings and numbers come out of it, and the host reads no object that a script can reach. */
import vm from "node:vm";
import { type Box, preludeText } from "./prelude.ts";

/** A name that a script can neither guess nor list. */
const hiddenName = () => `$${crypto.randomUUID().replaceAll("-", "")}`;

/** An event that nobody handles. */
const REHEARSAL = '{"t":"dispatch","d":"","event":"messageCreate","msg":{},"raw":{}}';

/** What a guest hands out. Of any type where a script has tampered with the SDK, so each is checked before use. */
export interface Said {
  /** GuestFrames as JSON, with a comma after each. */
  frames: unknown;
  /** Unix milliseconds. */
  wakeAt: unknown;
}

/**
 * Builds the context and evaluates prelude and SDK; afterwards takes turns. Each script catches what guest code
 * throws inside the guest's realm: the host must not read a thrown object, whose traps would run on its side.
 */
export class GuestContext {
  /** Longest stretch of guest code; 0 for any length. */
  turnTimeoutMs = 1_000;
  readonly #global = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    microtaskMode: "afterEvaluate",
    codeGeneration: { strings: false, wasm: false },
  });
  readonly #names = { box: hiddenName(), describe: hiddenName(), runtime: hiddenName() };
  readonly #turn = new vm.Script(`try { ${this.#names.runtime}.turn(${this.#names.box}.input) } catch {}`, {
    filename: "flora:turn",
  });
  readonly #description = new vm.Script(`try { ${this.#names.describe}() } catch { "" }`, {
    filename: "flora:describe",
  });
  readonly #box: Box = new vm.Script(preludeText(this.#names), { filename: "flora:prelude" })
    .runInContext(this.#global);
  #sdk: vm.Script | undefined;

  /** Evaluates the SDK script; returns whether `cachedData` served. Throws what the script throws. */
  start(sdk: string, cachedData: Uint8Array | undefined): boolean {
    this.#sdk = new vm.Script(sdk, { filename: "flora:sdk", ...(cachedData ? { cachedData } : {}) });
    this.#sdk.runInContext(this.#global);
    const { runtime, box } = this.#names;
    const bind =
      `const ${runtime} = globalThis.__flora; delete globalThis.__flora; ${runtime}.connect(${box});`;
    new vm.Script(bind, { filename: "flora:bind" }).runInContext(this.#global);
    this.#rehearse();
    return cachedData !== undefined && this.#sdk.cachedDataRejected === false;
  }

  /** Code cache of the SDK, the functions it has run so far included. */
  cachedSdk(): Uint8Array {
    return this.#sdk!.createCachedData();
  }

  /** Gives one HostFrame to the SDK and runs all that follows from it; false when it was cut off, which the context survives. */
  turn(frame: string): boolean {
    this.#box.input = frame;
    return this.#run(this.#turn) !== undefined;
  }

  /** Evaluates the guild's script, its line numbers unchanged; as `turn`. Throws SyntaxError, of the host's realm. */
  load(code: string): boolean {
    const track = `${this.#names.runtime}.track`;
    const text = `try { ${track}(${code}\n) } catch (error) { ${track}(Promise.reject(error)) }`;
    return this.#run(new vm.Script(text, { filename: "guild.js" })) !== undefined;
  }

  /** What the guest has said since the last time. */
  take(): Said {
    const { frames, wakeAt } = this.#box;
    if (frames !== "") this.#box.frames = "";
    return { frames, wakeAt };
  }

  /** JSON of `{message, stack}` of a rejection, written in the guest's realm; empty when it is none of the guest's. */
  describe(promise: unknown, reason: unknown): string {
    this.#box.promise = promise;
    this.#box.reason = reason;
    const value = this.#run(this.#description)?.value;
    return typeof value === "string" ? value : "";
  }

  /**
   * Takes a turn before there is a script, so that what every dispatch needs of the SDK is compiled before somebody waits
   * for it. What the SDK says of it is dropped.
   */
  #rehearse(): void {
    this.turn(REHEARSAL);
    this.take();
  }

  /** Undefined when the run was cut off. */
  #run(script: vm.Script): { value: unknown } | undefined {
    const options = this.turnTimeoutMs > 0 ? { timeout: this.turnTimeoutMs } : {};
    try {
      return { value: script.runInContext(this.#global, options) };
    } catch {
      return undefined;
    }
  }
}

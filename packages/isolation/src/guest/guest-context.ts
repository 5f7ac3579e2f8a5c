/** @module The context a script runs in. Only strings come out of it, and the host reads no object of it. */
import vm from "node:vm";
import { preludeText } from "./prelude.ts";

/** What one run of guest code came to; a run that is cut off leaves the context usable. */
export type Run = { done: true; value: unknown } | { done: false };

/** A name that a script can neither guess nor list. */
const hiddenName = () => `$${crypto.randomUUID().replaceAll("-", "")}`;

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
  readonly #runtime = hiddenName();
  readonly #input = hiddenName();
  readonly #problem = hiddenName();
  readonly #describe = hiddenName();
  readonly #turn = new vm.Script(`try { ${this.#runtime}.turn(${this.#input}); true } catch { false }`, {
    filename: "flora:turn",
  });
  readonly #flush = new vm.Script(`try { ${this.#runtime}.flush() } catch { false }`, {
    filename: "flora:flush",
  });
  readonly #description = new vm.Script(`try { ${this.#describe}() } catch { "" }`, {
    filename: "flora:describe",
  });
  #sdk: vm.Script | undefined;

  /** Evaluates the SDK script; returns whether `cachedData` served. Throws what the script throws. */
  start(sdk: string, cachedData: Uint8Array | undefined): boolean {
    const names = { input: this.#input, problem: this.#problem, describe: this.#describe };
    new vm.Script(preludeText(names), { filename: "flora:prelude" }).runInContext(this.#global);
    this.#sdk = new vm.Script(sdk, { filename: "flora:sdk", ...(cachedData ? { cachedData } : {}) });
    this.#sdk.runInContext(this.#global);
    const bind = `const ${this.#runtime} = globalThis.__flora; delete globalThis.__flora;`;
    new vm.Script(bind, { filename: "flora:bind" }).runInContext(this.#global);
    return cachedData !== undefined && this.#sdk.cachedDataRejected === false;
  }

  /** Code cache of the SDK, the functions it has run so far included. */
  cachedSdk(): Uint8Array {
    return this.#sdk!.createCachedData();
  }

  /** Gives one HostFrame to the SDK and runs all that follows from it. */
  turn(frame: string): Run {
    this.#hand(this.#input, frame);
    return this.#run(this.#turn);
  }

  /** Evaluates the guild's script, its line numbers unchanged; throws SyntaxError, of the host's realm. */
  load(code: string): Run {
    const track = `${this.#runtime}.track`;
    const text = `try { ${track}(${code}\n) } catch (error) { ${track}(Promise.reject(error)) }`;
    return this.#run(new vm.Script(text, { filename: "guild.js" }));
  }

  /** What the guest has to say, see GuestRuntime.flush; a value that is no string when it has been tampered with. */
  flush(): Run {
    return this.#run(this.#flush);
  }

  /** JSON of `{message, stack}` of a rejection, written in the guest's realm; empty when it is none of the guest's. */
  describe(promise: unknown, reason: unknown): string {
    this.#hand(this.#problem, Object.freeze(Object.assign(Object.create(null), { promise, reason })));
    const run = this.#run(this.#description);
    return run.done && typeof run.value === "string" ? run.value : "";
  }

  /** Stores into an own data property of the guest's global, which runs none of its code. */
  #hand(name: string, value: unknown): void {
    if (!Reflect.set(this.#global, name, value)) {
      throw new Error("Cannot hand over a value: property is locked");
    }
  }

  #run(script: vm.Script): Run {
    const options = this.turnTimeoutMs > 0 ? { timeout: this.turnTimeoutMs } : {};
    try {
      return { done: true, value: script.runInContext(this.#global, options) };
    } catch {
      return { done: false };
    }
  }
}

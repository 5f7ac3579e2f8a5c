/**
 * @module The one esbuild child process. Bundlings run one after the other, so that an input which makes the
 * compiler hang or crash costs its own author's deploy and nobody else's. It ends when nobody waits for it:
 * starting costs some 40 ms, and an idle one would keep whatever memory its worst input has taken.
 */
import * as esbuild from "esbuild";
import { bundleFailure, fileProblem } from "./problem.ts";

let tail: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** Runs `work` when all earlier ones have ended; after `timeoutMs` of its own the compiler is killed. */
export function withCompiler<T>(entry: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  waiting += 1;
  const turn = tail.then(() => guarded(entry, timeoutMs, work)).finally(async () => {
    waiting -= 1;
    if (waiting === 0) await esbuild.stop();
  });
  tail = turn.catch(() => undefined);
  return turn;
}

async function guarded<T>(entry: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(bundleFailure(entry, "BUNDLE_TOO_LARGE", [
        fileProblem("", `bundling takes longer than ${timeoutMs / 1000} s`),
      ]));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(), deadline]);
  } catch (error) {
    if (late) await esbuild.stop();
    if (!late && isServiceLoss(error)) {
      await esbuild.stop();
      throw bundleFailure(entry, "BUNDLE_INVALID", [
        fileProblem("", "the compiler gave up on it; the code may be nested too deeply"),
      ]);
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function isServiceLoss(error: unknown): boolean {
  return error instanceof Error && /The service (was stopped|is no longer running)/.test(error.message);
}

/**
 * Keeps the compiler's process from now on, for a program that bundles again and again what its own user wrote. Answers
 * how to let it go.
 */
export function keepCompiler(): () => Promise<void> {
  waiting += 1;
  return async () => {
    waiting -= 1;
    if (waiting === 0) await esbuild.stop();
  };
}

/** Resolves once all bundlings have ended and the compiler's process with them; a later one starts it again. */
export async function dispose(): Promise<void> {
  await tail;
  await esbuild.stop();
}

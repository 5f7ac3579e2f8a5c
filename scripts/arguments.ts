import { parseArgs, type ParseArgsConfig } from "node:util";

/** Reads the command line as `parseArgs` does; a mistake in it is given to `fail` as one short sentence. */
export function readArguments<T extends ParseArgsConfig>(
  config: T,
  fail: (message: string) => never,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    return fail(`Cannot read options: ${(error as Error).message.split(/\. |\.?\n/)[0]}`);
  }
}

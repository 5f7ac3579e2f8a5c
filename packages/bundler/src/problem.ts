/** One thing wrong in one file. `line` and `column` count from 1; 0 where the place is not known. */
export interface Problem {
  /** Relative to the project's root; empty where no single file is at fault. */
  file: string;
  line: number;
  /** In UTF-16 units, as editors count. */
  column: number;
  message: string;
  lineText: string;
}

/** The codes of `BundleError`; a closed set. All of them are the author's to mend. */
export type BundleErrorCode =
  | "BUNDLE_INVALID"
  | "BUNDLE_TOO_LARGE"
  | "IMPORT_REFUSED"
  | "FILE_NAME_INVALID"
  | "ENCODING_INVALID"
  | "ARCHIVE_INVALID";

/** Why a project could not be bundled. The message is complete; `problems` is for display beside the source. */
export class BundleError extends Error {
  readonly code: BundleErrorCode;
  readonly problems: Problem[];

  constructor(code: BundleErrorCode, message: string, problems: Problem[] = []) {
    super(message);
    this.name = `BundleError[${code}]`;
    this.code = code;
    this.problems = problems;
  }
}

/** A problem of a whole file. */
export function fileProblem(file: string, message: string): Problem {
  return { file, line: 0, column: 0, message, lineText: "" };
}

/** `src/main.ts:3:8: what is wrong`, leaving out what is not known. */
function formatProblem({ file, line, column, message }: Problem): string {
  if (file === "") return message;
  return line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`;
}

/** The error of a failed bundling, naming its first problem and counting the rest. */
export function bundleFailure(entry: string, code: BundleErrorCode, problems: Problem[]): BundleError {
  const [first] = problems;
  const what = first === undefined ? "the compiler gave no reason" : formatProblem(first);
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return new BundleError(code, `Cannot bundle ${JSON.stringify(entry)}: ${what}${rest}`, problems);
}

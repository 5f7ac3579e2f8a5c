import { type BundleLimits, formatBytes } from "./limits.ts";
import { BundleError } from "./problem.ts";

/** True for files of npm packages, which are counted and reported apart from the author's own. */
export function isPackageFile(path: string): boolean {
  return path.split("/").includes("node_modules");
}

/** Counts the files of one deploy, refusing the one that goes over a limit. `action` begins the message. */
export class Quota {
  readonly #action: string;
  readonly #limits: BundleLimits;
  #source = { files: 0, bytes: 0 };
  #package = { files: 0, bytes: 0 };

  constructor(action: string, limits: BundleLimits) {
    this.#action = action;
    this.#limits = limits;
  }

  add(path: string, bytes: number): void {
    const limits = this.#limits;
    if (isPackageFile(path)) {
      this.#check("package files", this.#package, bytes, limits.packageFiles, limits.packageBytes);
    } else {
      this.#check("source files", this.#source, bytes, limits.sourceFiles, limits.sourceBytes);
    }
  }

  #check(what: string, used: { files: number; bytes: number }, bytes: number, files: number, most: number) {
    used.files += 1;
    used.bytes += bytes;
    if (used.files > files) {
      throw new BundleError("BUNDLE_TOO_LARGE", `${this.#action}: more than ${files} ${what}`);
    }
    if (used.bytes > most) {
      const is = formatBytes(used.bytes);
      throw new BundleError(
        "BUNDLE_TOO_LARGE",
        `${this.#action}: ${what} are at least ${is} together, at most ${formatBytes(most)}`,
      );
    }
  }
}

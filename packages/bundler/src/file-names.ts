import { BundleError, fileProblem } from "./problem.ts";

const maxChars = 256;
/** What common file systems allow one name to be. */
const maxSegmentBytes = 255;
const encoder = new TextEncoder();

/** Control characters, and those that make a name read differently from what it is. */
// deno-lint-ignore no-control-regex -- control characters are what it refuses
const hidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

function complaint(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name.length > maxChars) return `it has ${name.length} characters, at most ${maxChars}`;
  if (!name.isWellFormed()) return "it is not valid Unicode";
  if (hidden.test(name)) return "it has a control character";
  if (name.includes("\\")) return "it has a backslash; folders are separated by /";
  if (name.startsWith("/")) return "it is absolute; it must be relative to the project";
  if (/^[a-z]:/i.test(name)) return "it names a drive; it must be relative to the project";
  if (name.normalize("NFC") !== name) return "it is not in Unicode normal form C";
  for (const segment of name.split("/")) {
    if (segment === "") return "it has an empty segment";
    if (segment === "." || segment === "..") return `it has the segment ${JSON.stringify(segment)}`;
    if (encoder.encode(segment).length > maxSegmentBytes) {
      return `it has a segment longer than ${maxSegmentBytes} bytes`;
    }
  }
  return undefined;
}

function refuse(name: string, why: string): never {
  const shown = JSON.stringify(name.length > maxChars ? `${name.slice(0, maxChars)}…` : name);
  throw new BundleError("FILE_NAME_INVALID", `Cannot accept file name ${shown}: ${why}`, [
    fileProblem(name.slice(0, maxChars), why),
  ]);
}

/** Throws `FILE_NAME_INVALID` unless `name` is a plain relative POSIX path that means one thing everywhere. */
export function checkFileName(name: string): void {
  const why = complaint(name);
  if (why !== undefined) refuse(name, why);
}

/** As `checkFileName`, and no two may meet on a file system that ignores case or be file and folder at once. */
export function checkFileNames(names: Iterable<string>): void {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const name of names) {
    checkFileName(name);
    const key = name.toLowerCase().normalize("NFC");
    const twin = files.get(key);
    if (twin !== undefined) {
      refuse(name, `it is the same as ${JSON.stringify(twin)} but for upper and lower case`);
    }
    const inside = folders.get(key);
    if (inside !== undefined) refuse(name, `it is also the folder of ${JSON.stringify(inside)}`);
    files.set(key, name);
    for (let at = key.indexOf("/"); at !== -1; at = key.indexOf("/", at + 1)) {
      const folder = key.slice(0, at);
      const file = files.get(folder);
      if (file !== undefined) refuse(name, `its folder is also the file ${JSON.stringify(file)}`);
      if (!folders.has(folder)) folders.set(folder, name);
    }
  }
}

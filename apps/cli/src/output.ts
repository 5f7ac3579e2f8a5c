import pc from "picocolors";
import type { LogEntry } from "@flora/protocol/api";
import { wantsColour } from "@flora/telemetry/pretty";

/** Colours only for a person who sees both streams, unless the environment says otherwise. */
export const colours = pc.createColors(
  wantsColour(Deno.env.toObject(), Deno.stdout.isTerminal() && Deno.stderr.isTerminal()),
);

/** Writes a line of the result; ends the command when nobody reads it any more, as in `flora logs -f | head`. */
export function print(line: string): void {
  let bytes = new TextEncoder().encode(line + "\n");
  try {
    while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    throw error;
  }
}

/** Progress and remarks: standard error, so that standard output stays the result. */
export function note(line: string): void {
  console.error(line);
}

/** Columns as wide as their widest cell. */
export function table(header: string[], cells: string[][]): string {
  const rows = cells.map((row) => row.map(printable));
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length))
  );
  const line = (cells: string[]) =>
    cells.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd();
  return [colours.bold(line(header)), ...rows.map(line)].join("\n");
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(2)} MiB`;
}

export function formatTime(at: number): string {
  return new Date(at).toISOString().replace("T", " ").slice(0, 19);
}

/** Characters that steer a terminal or turn the direction of text: in a script's output they never reach the terminal as such. */
export function printable(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex -- control characters are what it replaces
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g,
    (char) => {
      const code = char.charCodeAt(0).toString(16);
      return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
    },
  );
}

const levelColours = { debug: colours.dim, info: colours.cyan, warn: colours.yellow, error: colours.red };

export function formatLogLine(line: LogEntry): string {
  const level = levelColours[line.level](line.level.toUpperCase().padEnd(5));
  const source = line.source === "flora" ? colours.magenta("flora ") : "";
  // What follows in further lines cannot pass for a line of its own.
  const message = printable(line.message).replaceAll("\n", "\n    ");
  return `${colours.dim(formatTime(line.at))} ${level} ${source}${message}`;
}

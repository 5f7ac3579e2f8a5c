import type { LogLevel } from "@flora/model";
import { ops } from "../runtime/wall.ts";
import { inspect } from "./inspect.ts";

/** Arguments as one line of the log: text as it is, everything else as a look into it; `%s %d %i %f %j %o %O %c` are known. */
export function format(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string") return values.map(shown).join(" ");
  const text = first.replace(/%([sdifjoOc%])/g, (whole, kind: string) => {
    if (kind === "%") return "%";
    if (rest.length === 0) return whole;
    return formatted(kind, rest.shift());
  });
  return [text, ...rest.map(shown)].join(" ");
}

const shown = (value: unknown) => typeof value === "string" ? value : inspect(value);

function formatted(kind: string, value: unknown): string {
  switch (kind) {
    case "s":
      return shown(value);
    case "c":
      return "";
    case "d":
    case "f":
      return String(asNumber(value));
    case "i":
      return String(Math.trunc(asNumber(value)));
    default:
      return inspect(value);
  }
}

/** NaN for what is no number, and for what throws when it is asked for one. */
function asNumber(value: unknown): number {
  try {
    return Number(value);
  } catch {
    return NaN;
  }
}

const writer = (level: LogLevel) => (...values: unknown[]): void =>
  ops.log.write({ level, message: format(values) });

/** Writes to the guild's log; `flora logs --follow` shows it. */
export const console = {
  log: writer("info"),
  info: writer("info"),
  warn: writer("warn"),
  error: writer("error"),
  debug: writer("debug"),
  dir: (value: unknown): void => ops.log.write({ level: "info", message: inspect(value) }),
  trace: (...values: unknown[]): void =>
    ops.log.write({
      level: "debug",
      message: `${format(values)}\n${new Error().stack?.split("\n").slice(2).join("\n")}`,
    }),
  assert(condition?: unknown, ...values: unknown[]): void {
    if (!condition) ops.log.write({ level: "error", message: `Assertion failed: ${format(values)}` });
  },
};

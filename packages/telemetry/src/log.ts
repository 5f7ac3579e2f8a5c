import { pino } from "pino";
import type { Logger as PinoLogger } from "pino";
import { here } from "./span.ts";
import { MASK, redactFields, redactText } from "./redact.ts";

export const logLevels = ["trace", "debug", "info", "warn", "error"] as const;
export type ProcessLogLevel = (typeof logLevels)[number];
export type Logger = PinoLogger;

export interface LoggerOptions {
  /** The process's name, such as `worker-0`; every line carries it. */
  name: string;
  level?: ProcessLogLevel;
  /** Where the lines go; standard output when absent. */
  write?: (line: string) => void;
}

/** Writes one JSON object per line, synchronously: nothing is lost at exit, a closed pipe is survived. */
export function createLogger({ name, level = "info", write }: LoggerOptions): Logger {
  return pino({
    name,
    level,
    base: { name },
    mixin: () => {
      const { dispatchId } = here();
      return dispatchId === undefined ? {} : { dispatchId };
    },
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redactFields(fields) as Record<string, unknown>,
    },
    serializers: { err: serializeError, error: serializeError, ...maskers },
    hooks: { streamWrite: redactText },
  }, write ? { write } : standardOutput());
}

/** Fields of a child logger don't pass the formatter; these names are masked there too. */
const maskers = Object.fromEntries(
  ["token", "authorization", "secret", "password", "masterKey"].map((key) => [key, () => MASK]),
);

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { raw: _raw, ...fields } = { ...pino.stdSerializers.err(error) };
  return redactFields(fields);
}

function standardOutput(): { write(line: string): void } {
  const destination = pino.destination({ fd: 1, sync: true });
  // The reader may be gone (a killed supervisor); then there is nobody left to tell.
  destination.on("error", () => {});
  return destination;
}

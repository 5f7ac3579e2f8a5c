/** @module What every long-running process of flora does the same way: announce itself, stop gracefully, never be orphaned. */
import { existsSync, fstatSync, readFileSync } from "node:fs";
import process from "node:process";
import { clock } from "@flora/model/clock";
import { createLogger, logLevels } from "./log.ts";
import type { Logger, ProcessLogLevel } from "./log.ts";
import { isForOperator, listenError } from "./operator-error.ts";
import { type ProbeServer, type ProbeTarget, serveProbes } from "./probes.ts";

export interface Running {
  /** Facts the supervisor waits for, such as `{port}`; printed as `FLORA_READY {…}`. */
  ready: object;
  /** What is asked at the address in `FLORA_PROBE_ADDRESS`, where one is set. */
  probes?: ProbeTarget;
  /** Must end within `stopTimeoutMs`. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** From `FLORA_LOG_LEVEL` when absent. */
  level?: ProcessLogLevel;
  stopTimeoutMs?: number;
}

/**
 * Runs one process until SIGTERM, SIGINT, or the end of a piped stdin (its parent died), then exits: 0 after a
 * clean stop, 1 after a failed start, an uncaught error, or a stop that overran its time.
 * An error with `forOperator: true` is shown without its stack. `FLORA_CLOCK_FILE`, which tests of scripts set, names a
 * file with the milliseconds by which the clock is ahead.
 */
export async function runProcess(
  name: string,
  start: (log: Logger) => Promise<Running>,
  { level = levelFromEnv(), stopTimeoutMs = 5_000 }: ProcessOptions = {},
): Promise<void> {
  const log = createLogger({ name, level });
  const { FLORA_CLOCK_FILE: clockFile } = process.env;
  if (clockFile) clock.follow(() => readAhead(clockFile));
  const fail = (error: unknown, message: string): never => {
    log.fatal(...describeFailure(error, message));
    process.exit(1);
  };
  process.on("uncaughtException", (error) => fail(error, "Uncaught error"));
  process.on("unhandledRejection", (error) => fail(error, "Unhandled rejection"));

  const stopAsked = waitForStop();
  const started = start(log).then(openToProbes).then(announce).catch((error) => fail(error, "Cannot start"));
  const cause = await stopAsked;
  log.debug(`Stopping: ${cause}`);
  const overrun = setTimeout(() => fail(undefined, `Cannot stop within ${stopTimeoutMs} ms`), stopTimeoutMs);
  try {
    const running = await started;
    await running.probing?.close();
    await running.stop();
  } catch (error) {
    fail(error, "Cannot stop");
  }
  clearTimeout(overrun);
  log.debug("Stopped");
  process.exit(0);
}

/** Nothing while the file is not there. */
function readAhead(path: string): number {
  return existsSync(path) ? Number(readFileSync(path, "utf8")) || 0 : 0;
}

type Probed = Running & { probing?: ProbeServer };

async function openToProbes(running: Running): Promise<Probed> {
  const address = /^(.+):(\d+)$/.exec(process.env.FLORA_PROBE_ADDRESS ?? "");
  const { probes } = running;
  if (!address || !probes) return running;
  const [host, port] = [address[1]!, Number(address[2])];
  try {
    return { ...running, probing: await serveProbes({ host, port }, probes) };
  } catch (error) {
    throw listenError(error, { host, port, setting: "FLORA_PROBE_PORT" });
  }
}

function announce(running: Probed): Probed {
  const { probing } = running;
  const ready = probing ? { ...running.ready, probePort: probing.port } : running.ready;
  process.stdout.write(`FLORA_READY ${JSON.stringify(ready)}\n`);
  return running;
}

/** Resolves with what asked the process to stop; later requests are ignored. */
function waitForStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal));
    if (!stdinIsPiped()) return;
    process.stdin.on("end", () => resolve("stdin ended"));
    process.stdin.on("close", () => resolve("stdin closed"));
    process.stdin.on("error", () => resolve("stdin failed"));
    process.stdin.resume();
  });
}

/** A terminal or `/dev/null` says nothing about the parent; only a pipe or a socket ends with it. */
function stdinIsPiped(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}

function describeFailure(error: unknown, message: string): [object, string] {
  if (isForOperator(error)) {
    return [{}, `${message}: ${error.message}`];
  }
  return [
    error === undefined ? {} : { err: error },
    error instanceof Error ? `${message}: ${error.message}` : message,
  ];
}

function levelFromEnv(): ProcessLogLevel {
  const wanted = process.env.FLORA_LOG_LEVEL as ProcessLogLevel | undefined;
  return wanted !== undefined && logLevels.includes(wanted) ? wanted : "info";
}

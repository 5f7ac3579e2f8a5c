import { ConfigError, loadConfig } from "@flora/config";
import { createLogger, formatLine, wantsColour } from "@flora/telemetry";
import pc from "picocolors";
import { StartError } from "./start-error.ts";
import { Supervisor } from "./supervisor.ts";
import { welcome } from "./welcome.ts";

const colour = wantsColour(Deno.env.toObject(), Deno.stdout.isTerminal());
const colours = pc.createColors(colour);

function fail(message: string): never {
  console.error(`${colours.red("flora cannot start")}\n${message}`);
  Deno.exit(1);
}

function readConfig() {
  try {
    return loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message);
    throw error;
  }
}

const config = readConfig();
const onLine = (name: string, line: string) => console.log(formatLine(line, { name, colour, nameWidth: 10 }));
const log = createLogger({
  name: "supervisor",
  level: config.logLevel,
  write: (line) => onLine("supervisor", line),
});
const supervisor = new Supervisor({ config, log, onLine });

let stopping: Promise<void> | undefined;
const starting = supervisor.start();

/** A second signal changes nothing: every process is given its time, then killed. */
function stop(signal: string): void {
  if (stopping) return;
  log.info(`${signal}: stopping`);
  stopping = starting.catch(() => undefined).then(() => supervisor.stop()).then(() => {
    log.info("stopped, no process left");
    Deno.exit(0);
  });
}

Deno.addSignalListener("SIGINT", () => stop("SIGINT"));
Deno.addSignalListener("SIGTERM", () => stop("SIGTERM"));

try {
  const started = await starting;
  console.log(welcome(started, config.dataDir, colours));
} catch (error) {
  if (!stopping) fail(error instanceof StartError ? error.message : `${(error as Error).stack ?? error}`);
}

import { loadConfig } from "@flora/config";
import { asJsonLine, createLogger, formatLine, isForOperator, wantsColour } from "@flora/telemetry";
import pc from "picocolors";
import { Supervisor } from "./supervisor.ts";
import { welcome } from "./welcome.ts";

const colour = wantsColour(Deno.env.toObject(), Deno.stdout.isTerminal());
const colours = pc.createColors(colour);

function fail(error: unknown): never {
  const text = isForOperator(error) ? error.message : error instanceof Error ? error.stack : error;
  console.error(`${colours.red("flora cannot start")}\n${text}`);
  Deno.exit(1);
}

function readConfig() {
  try {
    return loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });
  } catch (error) {
    fail(error);
  }
}

const config = readConfig();
const onLine = (name: string, line: string) =>
  console.log(
    config.logFormat === "json" ? asJsonLine(line, name) : formatLine(line, { name, colour, nameWidth: 10 }),
  );
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
  stopping = supervisor.stop().then(() => {
    log.info("stopped, no process left");
    Deno.exit(0);
  });
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(signal, () => stop(signal));
}

// Whoever started it with a pipe wants it to end when they do.
if (Deno.args.includes("--until-stdin-ends")) {
  Deno.stdin.readable.pipeTo(new WritableStream()).catch(() => {}).then(() => stop("stdin ended"));
}

try {
  const started = await starting;
  if (config.logFormat === "json") log.info({ apiUrl: started.apiUrl }, "flora is running");
  else console.log(welcome(started, config.dataDir, colours));
} catch (error) {
  if (!stopping) fail(error);
}

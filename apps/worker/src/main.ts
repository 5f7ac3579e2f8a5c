import { join } from "node:path";
import process from "node:process";
import { loadConfig } from "@flora/config";
import { createSealer, loadMasterKeys, openStorage } from "@flora/storage";
import { createMetrics, runProcess } from "@flora/telemetry";
import { hibernationRules } from "./hibernation-rules.ts";
import { createIsolates } from "./isolates.ts";
import { startWorker } from "./worker.ts";

/** Long enough for its guilds to go elsewhere first. Milliseconds. */
const STOP_TIMEOUT_MS = 12_000;

const config = loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });
const name = Deno.env.get("FLORA_NAME") ?? "worker-0";

await runProcess(name, async (log) => {
  const [host, port] = required("FLORA_GATEWAY_LINK").split(":") as [string, string];
  const image = required("FLORA_GUEST_IMAGE");
  const storage = await openStorage(config.storage);
  const masterKeys = await loadMasterKeys({
    configured: config.masterKey,
    previous: config.previousMasterKeys,
    path: join(config.dataDir, "master.key"),
  });
  const isolates = await createIsolates(config, image);
  log.info(`Guests are contained by ${isolates.layers}`);
  const metrics = createMetrics({ process: name });
  const worker = await startWorker({
    gateway: { host, port: Number(port), secret: required("FLORA_LINK_SECRET"), name },
    storage,
    sealer: createSealer(masterKeys),
    isolates,
    limits: config.limits,
    log,
    metrics,
    logLinesKept: config.logLinesKept,
    hibernation: hibernationRules({
      machineBytes: Deno.systemMemoryInfo().total,
      containerBytes: process.constrainedMemory(),
      workers: config.workers,
    }),
  });
  const end = () => process.kill(process.pid, "SIGTERM");
  void worker.gatewayGone.then(end);
  void worker.stuck.then((guildId) => {
    log.error(
      { guildId },
      "A guest cannot be stopped: its neighbours are evacuated and this process is replaced",
    );
    end();
  });
  return {
    ready: { name },
    // Without the gateway it does not run at all.
    probes: { metrics, missing: () => [] },
    async stop() {
      await worker.stop();
      await storage.close();
    },
  };
}, { level: config.logLevel, stopTimeoutMs: STOP_TIMEOUT_MS });

function required(variable: string): string {
  const value = Deno.env.get(variable);
  if (!value) throw new Error(`Cannot start worker: ${variable} is not set`);
  return value;
}

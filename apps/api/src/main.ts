import { join } from "node:path";
import { loadConfig } from "@flora/config";
import { clock } from "@flora/model";
import { createSealer, loadMasterKeys, openStorage, resealSecrets } from "@flora/storage";
import { PUBLIC_URL_KEY } from "@flora/ops/webhooks/address";
import { createMetrics, listenError, runProcess, WhyBook } from "@flora/telemetry";
import { Standings } from "./access/standing.ts";
import { createApp } from "./app.ts";
import { GatewayLink } from "./gateway-link.ts";
import { insideAnswers } from "./inside/answers.ts";
import { defaultBodyTimeouts } from "./read-body.ts";
import { configureLogin } from "./login/configure.ts";
import { forgetIdle } from "./login/sessions.ts";
import { stopServing } from "./stop-serving.ts";
import manifest from "../package.json" with { type: "json" };

const TAIL_INTERVAL_MS = 250;
const FORGET_INTERVAL_MS = 3_600_000;
const STANDING_INTERVAL_MS = 15_000;
/** Of the time that a process has to stop. */
const STOP_PATIENCE_MS = 2_000;

const config = loadConfig({ env: Deno.env.toObject(), cwd: Deno.cwd() });

await runProcess("api", async (log) => {
  const [host, port] = Deno.env.get("FLORA_GATEWAY_LINK")!.split(":") as [string, string];
  const storage = await openStorage(config.storage);
  const masterKeys = await loadMasterKeys({
    configured: config.masterKey,
    previous: config.previousMasterKeys,
    path: join(config.dataDir, "master.key"),
  });
  const sealer = createSealer(masterKeys);
  // The API alone changes secrets, and takes no requests yet.
  const resealed = await resealSecrets(storage.secrets, sealer);
  if (resealed > 0) log.info(`Sealed ${resealed} secrets anew with the current master key`);
  const gateway = new GatewayLink({ host, port: Number(port), secret: Deno.env.get("FLORA_LINK_SECRET")! });
  const metrics = createMetrics({ process: "api" });
  const stopping = new AbortController();
  const login = configureLogin(config.discord);
  const { operators, trustedProxies, auditEntriesKept, limits, rates } = config;
  const { now } = clock;
  let publicUrl = config.publicUrl ?? "";
  const app = createApp({
    storage,
    gateway,
    sealer,
    limits,
    log,
    metrics,
    login,
    standings: new Standings({ storage, sealer, discord: login.discord, operators, log, now }),
    publicUrl: () => publicUrl,
    trustedProxies,
    auditEntriesKept,
    rates,
    bodyTimeouts: defaultBodyTimeouts,
    now,
    why: new WhyBook(),
    version: manifest.version,
    tailIntervalMs: TAIL_INTERVAL_MS,
    standingIntervalMs: STANDING_INTERVAL_MS,
    stopping: stopping.signal,
  });
  await gateway.attend(insideAnswers(app, { storage, sealer, log, now }));
  const server = serve(app.fetch);
  const address = server.addr as Deno.NetAddr;
  publicUrl ||= ownUrl(address);
  await storage.meta.set(PUBLIC_URL_KEY, publicUrl);
  log.info(`API listens on ${address.hostname}:${address.port}`);
  const forget = () =>
    forgetIdle({ storage, sealer, login, log }).catch((error) =>
      log.warn({ err: error }, "Cannot forget people")
    );
  void forget();
  const forgetting = setInterval(forget, FORGET_INTERVAL_MS);
  return {
    ready: { port: address.port },
    probes: {
      metrics,
      async missing() {
        await gateway.call("status", {});
        return [];
      },
    },
    async stop() {
      stopping.abort();
      clearInterval(forgetting);
      if (!await stopServing(server, STOP_PATIENCE_MS)) {
        log.info("Stopping without those who still read or send");
      }
      await gateway.close();
      await storage.close();
    },
  };
}, { level: config.logLevel });

/** For who is on this machine. */
function ownUrl({ hostname, port }: Deno.NetAddr): string {
  const host = /^(0\.0\.0\.0|::)$/.test(hostname) ? "127.0.0.1" : hostname;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function serve(handler: Deno.ServeHandler): Deno.HttpServer {
  const { host, port } = config;
  try {
    return Deno.serve({ hostname: host, port, onListen: () => undefined }, handler);
  } catch (error) {
    throw listenError(error, { host, port, setting: "FLORA_PORT" });
  }
}

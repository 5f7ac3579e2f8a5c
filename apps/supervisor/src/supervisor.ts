import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "@flora/config";
import { buildGuestImage } from "@flora/sdk/image";
import { openStorage, takeDataDir } from "@flora/storage";
import { type Logger, OperatorError, type ProbeServer } from "@flora/telemetry";
import { deployDemo } from "./demo/deploy-demo.ts";
import { type DemoIds, readDemoIds } from "./emulator/demo-ids.ts";
import { childEnvironment, type DiscordParts } from "./environment.ts";
import { Keeper } from "./keeper.ts";
import { issueOperatorToken } from "./operator-token.ts";
import { SupervisorProbes } from "./probes.ts";
import { type RunContents, RunFile } from "./run-file.ts";

const READY_TIMEOUT_MS = 30_000;
/** Longer than a process gives itself. */
const STOP_TIMEOUT_MS = 15_000;
/** Found by name, wherever they were installed to. */
const modules = {
  emulator: import.meta.resolve("./emulator/main.ts"),
  gateway: import.meta.resolve("@flora/gateway/main"),
  worker: import.meta.resolve("@flora/worker/main"),
  api: import.meta.resolve("@flora/api/main"),
};

export interface SupervisorOptions {
  config: Config;
  log: Logger;
  /** Receives every line the processes print. */
  onLine(name: string, line: string): void;
}

export interface Started {
  apiUrl: string;
  /** Set while the emulator plays Discord. */
  emulatorUrl?: string;
  guildId?: string;
  demo?: DemoIds;
  deployedDemo: boolean;
}

/** Starts every process of one machine in order, keeps them running, and stops them in the opposite order. */
export class Supervisor {
  #keepers: Keeper[] = [];
  #run: Omit<RunContents, "processes"> | undefined;
  readonly #runFile: RunFile;
  #stopping: Promise<void> | undefined;
  readonly #probes = new SupervisorProbes(() => this.#keepers);
  #probing: ProbeServer | undefined;
  /** Gives the data folder back. */
  #release: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly options: SupervisorOptions) {
    this.#runFile = new RunFile(options.config.dataDir);
  }

  /** Rejects with OperatorError or the first process's failure; what had started is stopped then. */
  async start(): Promise<Started> {
    this.#release = await takeDataDir(this.options.config.dataDir);
    try {
      // A supervisor that was killed may have left one.
      await this.#runFile.remove();
      return await this.#startAll();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Also while it starts, which then fails. Resolves when no process is left. */
  stop(): Promise<void> {
    return this.#stopping ??= this.#stop();
  }

  async #stop(): Promise<void> {
    this.#run = undefined;
    await this.#runFile.remove();
    for (const layer of [/^api$/, /^worker-/, /^gateway$/, /^emulator$/]) {
      await Promise.all(
        this.#keepers.filter((keeper) => layer.test(keeper.name)).map((keeper) => keeper.stop()),
      );
    }
    await this.#probing?.close();
    await this.#release();
  }

  async #startAll(): Promise<Started> {
    const { config } = this.options;
    const token = await this.#makeToken();
    const image = await buildGuestImage(resolve(config.dataDir, "guest"));
    const environment = childEnvironment(config, { linkSecret: randomBytes(32).toString("hex"), image });

    const emulatorEnvironment = environment.emulator();
    const emulator = config.discord.token === undefined
      ? await this.#keep("emulator", modules.emulator, emulatorEnvironment)
      : undefined;
    if (emulator) {
      // A restarted one is the same Discord to the gateway: same address, same bot.
      emulatorEnvironment.FLORA_EMULATOR_PORT = new URL(String(emulator.url)).port;
      emulatorEnvironment.FLORA_EMULATED_BOT = JSON.stringify({
        token: emulator.token,
        applicationId: emulator.applicationId,
        clientSecret: emulator.clientSecret,
      });
    }
    const discord: DiscordParts = emulator
      ? {
        token: String(emulator.token),
        apiUrl: String(emulator.apiUrl),
        emulated: true,
        clientId: String(emulator.applicationId),
        clientSecret: String(emulator.clientSecret),
      }
      : {
        clientId: config.discord.clientId,
        clientSecret: config.discord.clientSecret,
        token: config.discord.token!,
        apiUrl: config.discord.apiUrl,
        emulated: isLocal(config.discord.apiUrl),
      };
    // The ports that a first start picks are those a restarted gateway or API listens on again.
    const gatewayEnvironment = environment.gateway(discord, { port: 0 });
    const gateway = await this.#keep("gateway", modules.gateway, gatewayEnvironment);
    const link = { port: Number(gateway.linkPort) };
    Object.assign(gatewayEnvironment, environment.gateway(discord, link));
    const workers = Array.from({ length: config.workers }, (_, index) => `worker-${index}`);
    await Promise.all(
      workers.map((name) => this.#keep(name, modules.worker, environment.worker(name, link))),
    );
    const apiEnvironment = environment.api(discord, link);
    const api = await this.#keep("api", modules.api, apiEnvironment);
    apiEnvironment.FLORA_PORT = String(api.port);

    const apiUrl = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${api.port}`;
    const guildId = emulator ? String(emulator.guildId) : undefined;
    const emulatorUrl = emulator ? String(emulator.url) : undefined;
    this.#probing = await this.#probes.serve(config);
    const deployedDemo = guildId !== undefined && await deployDemo(apiUrl, token, guildId);
    const demo = emulatorUrl && guildId ? await readDemoIds(emulatorUrl, guildId) : undefined;
    this.#run = { apiUrl, emulatorUrl, guildId, token };
    await this.#writeRun();
    return { apiUrl, emulatorUrl, guildId, demo, deployedDemo };
  }

  async #makeToken(): Promise<string> {
    const storage = await openStorage(this.options.config.storage);
    try {
      return await issueOperatorToken(storage);
    } finally {
      await storage.close();
    }
  }

  /** Starts a process under a keeper; resolves with what it says when it is ready. */
  async #keep(name: string, module: string, env: Record<string, string>): Promise<Record<string, unknown>> {
    if (this.#stopping) throw new OperatorError("Cannot start: it was stopped meanwhile");
    const { log, onLine } = this.options;
    const spec = {
      name,
      module: fileURLToPath(module),
      env,
      readyTimeoutMs: READY_TIMEOUT_MS,
      stopTimeoutMs: STOP_TIMEOUT_MS,
      onLine: (line: string) => onLine(name, line),
    };
    const keeper = new Keeper(spec, {
      onReady: () => this.#writeRun().catch((error) => log.error({ err: error }, "Cannot write run.json")),
      onEnded: (how, backoffMs) => {
        this.#probes.restarted(name);
        log.warn(`${name} ended (${how}), starting it again in ${backoffMs} ms`);
      },
    });
    this.#keepers.push(keeper);
    return await keeper.start();
  }

  /** Pids follow restarts; before everything runs there is no file. */
  async #writeRun(): Promise<void> {
    if (!this.#run) return;
    const processes = this.#keepers.flatMap(({ name, pid, ready }) =>
      pid === undefined ? [] : [{ name, pid, probePort: ready?.probePort as number | undefined }]
    );
    const probePort = this.#probing?.port;
    await this.#runFile.write({
      ...this.#run,
      processes: [{ name: "supervisor", pid: Deno.pid, probePort }, ...processes],
    });
  }
}

/** Discord itself is never on this machine: what answers there is an emulator, which asks for no pauses. */
function isLocal(url: string): boolean {
  return ["127.0.0.1", "[::1]", "localhost"].includes(new URL(url).hostname);
}

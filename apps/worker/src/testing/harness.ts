import { join } from "node:path";
import { bundleFiles } from "@flora/bundler";
import { createIsolatedFactory, type GuestImage, type IsolateFactory } from "@flora/isolation";
import {
  type DispatchEvent,
  type GuildId,
  Limits,
  type Manifest,
  type RevisionId,
  type StoredLogLine,
} from "@flora/model";
import { buildGuestImage } from "@flora/sdk/image";
import { createSealer, generateKey, openStorage, parseKey, secretAad, type Storage } from "@flora/storage";
import { storeRevision } from "@flora/storage/testing/revision";
import { createLogger, createMetrics } from "@flora/telemetry";
import { type RunningWorker, startWorker, type WorkerOptions } from "../worker.ts";
import { GatewayPeer } from "./gateway-peer.ts";
import { until } from "@flora/model/until";
import { startWorkerProcess, type WorkerProcess } from "./worker-process.ts";

export interface HarnessOptions {
  limits?: Partial<Limits>;
  /** Runs the worker as a process of its own, as the supervisor does, rather than inside the test. */
  process?: boolean;
  /** More environment of that process. */
  env?: Record<string, string>;
  /** Inside the test only. */
  wrapIsolates?: (isolates: IsolateFactory) => IsolateFactory;
  /** What the worker sees of the store; inside the test only. */
  wrapStorage?: (storage: Storage) => Storage;
  /** Inside the test only. */
  worker?: Partial<Pick<WorkerOptions, "restartRules" | "egress" | "hibernation" | "metrics">>;
}

const hibernationOff = { idleMs: 0, memoryBytes: Infinity, everyMs: 60_000 };

let lastGuild = 100_000_000_000_000_000n;

/** A worker with real isolates and a real store in a folder of its own, and the gateway's end of its link. */
export class Harness {
  generation = 1;
  /** The generation of its one placement. */
  lease = 1;
  #events = 0;
  #process: WorkerProcess | undefined;
  #inside: RunningWorker | undefined;
  readonly #masterKey = generateKey();
  readonly #sealer = createSealer([parseKey(this.#masterKey)]);

  private constructor(
    private readonly options: HarnessOptions,
    readonly dir: string,
    readonly storage: Storage,
    readonly gateway: GatewayPeer,
    private readonly image: GuestImage,
  ) {}

  static async open(options: HarnessOptions = {}): Promise<Harness> {
    const dir = await Deno.makeTempDir({ prefix: "flora-worker-" });
    const [storage, gateway, image] = await Promise.all([
      openStorage(`sqlite:${join(dir, "flora.db")}`),
      GatewayPeer.listen(),
      buildGuestImage(join(dir, "image")),
    ]);
    const harness = new Harness(options, dir, storage, gateway, image);
    await harness.start();
    return harness;
  }

  /** The worker inside the test. */
  get worker(): RunningWorker {
    return this.#inside!;
  }

  /** The worker's process. */
  get process(): WorkerProcess {
    return this.#process!;
  }

  async start(): Promise<void> {
    if (this.options.process) this.#process = await startWorkerProcess(this.#environment());
    else this.#inside = await this.#startInside();
  }

  async stop(): Promise<void> {
    await this.#inside?.stop();
    await this.#process?.stop();
    this.#inside = this.#process = undefined;
  }

  async #startInside(): Promise<RunningWorker> {
    const limits = Limits.parse({ bootTimeoutMs: 20_000, ...this.options.limits });
    const isolates = await createIsolatedFactory({ image: this.image, limits, spares: 0 });
    return await startWorker({
      gateway: {
        host: "127.0.0.1",
        port: this.gateway.port,
        secret: this.gateway.secret,
        name: "worker-0",
      },
      storage: this.options.wrapStorage?.(this.storage) ?? this.storage,
      sealer: this.#sealer,
      isolates: this.options.wrapIsolates?.(isolates) ?? isolates,
      limits,
      log: createLogger({ name: "worker-0", level: "error" }),
      metrics: createMetrics(),
      logLinesKept: 1_000,
      hibernation: hibernationOff,
      ...this.options.worker,
    });
  }

  #environment(): Record<string, string> {
    const limits = Object.entries({ bootTimeoutMs: 20_000, ...this.options.limits })
      .map(([name, value]) => [`FLORA_LIMIT_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`, `${value}`]);
    return {
      ...this.options.env,
      ...Object.fromEntries(limits),
      FLORA_NAME: "worker-0",
      FLORA_DATA_DIR: this.dir,
      FLORA_MASTER_KEY: this.#masterKey,
      FLORA_LINK_SECRET: this.gateway.secret,
      FLORA_GATEWAY_LINK: `127.0.0.1:${this.gateway.port}`,
      FLORA_GUEST_IMAGE: join(this.dir, "image"),
    };
  }

  /** Runs `body` with a worker of its own and cleans up, whatever happened. */
  static async with(options: HarnessOptions, body: (harness: Harness) => Promise<void>): Promise<void> {
    const harness = await Harness.open(options);
    try {
      await body(harness);
    } finally {
      await harness.close();
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.gateway.close();
    await this.storage.close();
    await Deno.remove(this.dir, { recursive: true });
  }

  newGuild(): GuildId {
    return `${++lastGuild}` as GuildId;
  }

  /** Stores a revision of one file. */
  async revise(guildId: GuildId, source: string): Promise<RevisionId> {
    const bundle = await bundleFiles({ "bot.ts": source }, "bot.ts");
    return await storeRevision(this.storage, guildId, {
      entry: "bot.ts",
      code: bundle.code,
      sourceMap: bundle.sourceMap,
      sources: { "bot.ts": source },
    });
  }

  /** As the gateway deploys: warm, activate, swap. */
  async deploy(guildId: GuildId, source: string): Promise<Manifest> {
    const revisionId = await this.revise(guildId, source);
    const generation = ++this.generation;
    const { manifest } = await this.gateway.worker.call("warm", { guildId, revisionId, generation });
    await this.storage.deployments.activate(guildId, revisionId, manifest);
    await this.gateway.worker.call("swap", { guildId, revisionId });
    return manifest;
  }

  event(guildId: GuildId, name: string, msg: object, more: Partial<DispatchEvent> = {}): DispatchEvent {
    return {
      id: `event-${++this.#events}`,
      guildId,
      kind: "event",
      event: name,
      msg: { guildId, ...msg },
      raw: {},
      receivedAt: Date.now(),
      redelivered: false,
      ...more,
    };
  }

  dispatch(event: DispatchEvent, generation = this.generation) {
    return this.gateway.worker.call("dispatch", { event, generation, lease: this.lease });
  }

  /** A message of a member; answers how its dispatch ended. */
  say(guildId: GuildId, content: string) {
    const msg = {
      id: "200000000000000001",
      channelId: "200000000000000002",
      content,
      author: { id: "200000000000000003", username: "ada", bot: false },
    };
    return this.dispatch(this.event(guildId, "messageCreate", msg));
  }

  /** A use of the slash command `name`; Discord's token for it is in `more.interaction`. */
  command(guildId: GuildId, name: string, token = "true-interaction-token") {
    const data = { id: "1", name, type: 1 };
    const id = "400000000000000001";
    return this.event(guildId, "interactionCreate", { interactionId: id, commandName: name, data }, {
      kind: "interaction",
      raw: { id, type: 2, data },
      interaction: { id, applicationId: "900000000000000001", token, type: 2 },
    });
  }

  /** Contents of the messages that the guild's script sent so far. */
  sent(guildId: GuildId): string[] {
    return this.gateway.asked.filter((asked) => asked.guildId === guildId && asked.route === "messages.send")
      .map(({ body }) => (body as { content: string }).content);
  }

  logs(guildId: GuildId): Promise<StoredLogLine[]> {
    return this.storage.logs.read(guildId, { limit: 1_000 });
  }

  /** The first line of the guild's log that matches, once there is one. */
  logged(guildId: GuildId, pattern: RegExp): Promise<StoredLogLine> {
    const find = async () => (await this.logs(guildId)).find(({ message }) => pattern.test(message));
    return until(`a log line like ${pattern}`, find) as Promise<StoredLogLine>;
  }

  async putSecret(guildId: GuildId, name: string, value: string, allowedHosts: string[]): Promise<void> {
    const sealed = this.#sealer.seal(value, secretAad(guildId, name));
    await this.storage.secrets.put(guildId, { name, sealed, allowedHosts, updatedAt: Date.now() });
  }
}

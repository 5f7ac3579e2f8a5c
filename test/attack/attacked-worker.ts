/** @module The worker under attack: a process of its own, as the supervisor starts it, with a store and a gateway's end of its link. */
import { join } from "node:path";
import type { GuildId, Limits, Manifest } from "@flora/model";
import { createSealer, generateKey, openStorage, parseKey, secretAad, type Storage } from "@flora/storage";
import { storeRevision } from "@flora/storage/testing/revision";
import { GatewayPeer } from "../../apps/worker/src/testing/gateway-peer.ts";
import { startWorkerProcess, type WorkerProcess } from "../../apps/worker/src/testing/worker-process.ts";
import type { Adapter } from "./contract.ts";
import { DiscordGate } from "./discord-gate.ts";

export interface WorkerOptions {
  adapter: Adapter;
  /** Folder of runner and SDK. */
  image: string;
  limits: Partial<Limits>;
  /** Holds everything the worker may write. */
  folder: string;
}

export class AttackedWorker {
  /** Text that no script may ever see. */
  readonly canaries: string[] = [];
  readonly gate: DiscordGate;
  readonly #masterKey = generateKey();
  readonly #sealer = createSealer([parseKey(this.#masterKey)]);
  #process: WorkerProcess | undefined;
  #gone = false;
  #generation = 1;
  #events = 0;

  private constructor(
    private readonly options: WorkerOptions,
    readonly storage: Storage,
    private readonly peer: GatewayPeer,
  ) {
    this.gate = new DiscordGate(peer.staged);
    peer.answer = (request) => this.gate.answer(request);
    this.canaries.push(this.#masterKey, peer.secret);
  }

  static async open(options: WorkerOptions): Promise<AttackedWorker> {
    await Deno.mkdir(join(options.folder, "home"));
    const [storage, peer] = await Promise.all([
      openStorage(`sqlite:${join(options.folder, "flora.db")}`),
      GatewayPeer.listen(),
    ]);
    const worker = new AttackedWorker(options, storage, peer);
    await worker.start();
    return worker;
  }

  /** Starts the process; anew after it has ended. Nobody asks for what the one before had staged: time would forget it. */
  async start(): Promise<void> {
    this.peer.staged.close();
    const process = await startWorkerProcess(this.#environment());
    this.#process = process;
    this.#gone = false;
    void process.ended.then(() => this.#gone = this.#process === process);
  }

  /** Whether the process has ended and no other has been started. */
  get gone(): boolean {
    return this.#gone;
  }

  get pid(): number {
    return this.#process!.pid;
  }

  /** Resolves when the process has ended. */
  get ended(): Promise<unknown> {
    return this.#process!.ended;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Ends the process for certain, whatever state it is in, and what belongs to it. */
  async close(): Promise<void> {
    await this.#process?.stop();
    await this.peer.close();
    await this.storage.close();
  }

  /** As the gateway deploys: warm, activate, swap. Rejects with ControlError where the script is refused. */
  async deploy(guildId: GuildId, code: string): Promise<Manifest> {
    const id = await storeRevision(this.storage, guildId, {
      entry: "bot.ts",
      code,
      sourceMap: `{"version":3,"sources":["bot.ts"],"sourcesContent":[""],"names":[],"mappings":""}`,
      sources: { "bot.ts": "" },
    });
    const generation = ++this.#generation;
    const { manifest } = await this.peer.worker.call("warm", { guildId, revisionId: id, generation });
    await this.storage.deployments.activate(guildId, id, manifest);
    await this.peer.worker.call("swap", { guildId, revisionId: id });
    return manifest;
  }

  /** Delivers an event and says how its dispatch ended. */
  async dispatch(
    guildId: GuildId,
    event: string,
    msg: object,
    more: { generation?: number; interaction?: { id: string; token: string } } = {},
  ) {
    const { generation = this.#generation, interaction } = more;
    return await this.peer.worker.call("dispatch", {
      lease: 1,
      generation,
      event: {
        id: `event-${++this.#events}`,
        guildId,
        kind: interaction ? "interaction" : "event",
        event,
        msg: { guildId, ...msg },
        raw: {},
        receivedAt: Date.now(),
        redelivered: false,
        ...(interaction
          ? { interaction: { ...interaction, applicationId: "900000000000000001", type: 2 } }
          : {}),
      },
    });
  }

  async stop(guildId: GuildId): Promise<void> {
    await this.peer.worker.call("stop", { guildId, reason: "undeployed" });
  }

  /** What the guild has used, as the worker tells it. */
  async usage(guildId: GuildId): Promise<{ cpuMs: number }> {
    const { guilds } = await this.peer.worker.call("stats", {});
    return guilds.find((guild) => guild.guildId === guildId) ?? { cpuMs: 0 };
  }

  /** Bytes of files that wait for their requests, of all guilds. */
  get stagedBytes(): number {
    return this.peer.staged.bytes;
  }

  /** Stages a file as the guild's own script would; its id. */
  stageFile(guildId: GuildId, content: string): string {
    const id = `f_${crypto.randomUUID()}`;
    const files = [{ id, name: "own.txt", bytes: content.length }];
    this.peer.staged.answer({ t: "begin", guildId, files });
    this.peer.staged.answer({ t: "put", guildId, id, at: 0, dataBase64: btoa(content) });
    return id;
  }

  async putSecret(guildId: GuildId, name: string, value: string, allowedHosts: string[]): Promise<void> {
    const sealed = this.#sealer.seal(value, secretAad(guildId, name));
    await this.storage.secrets.put(guildId, { name, sealed, allowedHosts, updatedAt: Date.now() });
  }

  #environment(): Record<string, string> {
    const { adapter, image, limits, folder } = this.options;
    const home = join(folder, "home");
    const names = Object.entries(limits).map(([name, value]) =>
      [`FLORA_LIMIT_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`, `${value}`] as const
    );
    return {
      ...Object.fromEntries(names),
      HOME: home,
      TMPDIR: home,
      FLORA_NAME: "worker-0",
      FLORA_LOG_LEVEL: "error",
      FLORA_DATA_DIR: folder,
      FLORA_ISOLATION_ADAPTER: adapter,
      FLORA_GUEST_IMAGE: image,
      FLORA_MASTER_KEY: this.#masterKey,
      FLORA_LINK_SECRET: this.peer.secret,
      FLORA_GATEWAY_LINK: `127.0.0.1:${this.peer.port}`,
    };
  }
}

import { join } from "node:path";
import {
  createEmbeddedFactory,
  createIsolatedFactory,
  type GuestImage,
  type IsolateFactory,
} from "@flora/isolation";
import { stackMapper } from "@flora/bundler/map-stack";
import type { DiscordPort } from "@flora/discord";
import { type DispatchEvent, emptyManifest, type GuildId, Limits } from "@flora/model";
import { createHttpEgress, createInteractionHandles, createServer, hostHalves } from "@flora/ops";
import { buildGuestImage } from "@flora/sdk/image";
import { createSealer, generateKey, openStorage, parseKey, type Storage } from "@flora/storage";
import { storeRevision } from "@flora/storage/testing/revision";
import { createLogger, createMetrics } from "@flora/telemetry";
import { Guilds } from "../../../apps/worker/src/guilds.ts";
import { GuildLogs } from "../../../apps/worker/src/logs.ts";
import { workerMetrics } from "../../../apps/worker/src/metrics.ts";
import { defaultRestartRules } from "../../../apps/worker/src/restarts.ts";
import { SourceMaps } from "../../../apps/worker/src/source-maps.ts";
import type { BenchBundle } from "./scripts.ts";

export type Adapter = "isolated" | "embedded";

export interface BenchWorkerOptions {
  adapter?: Adapter;
  spares?: number;
  limits?: Partial<Limits>;
  /** In place of a SQLite in a folder of its own. */
  storageUrl?: string;
  /** In place of one that is built for it. */
  image?: GuestImage;
  /** Told of every op as it arrives. */
  onOp?(name: string): void;
  /** In place of real guests, where these are not what is measured. */
  isolates?: IsolateFactory;
}

/** Limits that one guild dispatching without pause would run into; what is measured is flora, not them. */
const unpaced = { opsPerSecond: 1_000_000, cpuBurstMs: 1_000_000 };

/** What Discord would answer: the network to it is not flora's. */
const discord: DiscordPort = {
  request: () => Promise.resolve({ ok: true, status: 200, body: { id: "300000000000000001" } }),
};

let lastGuild = 100_000_000_000_000_000n;
let events = 0;

/** A worker's guilds with real guests, real ops and a real store, without a gateway. */
export class BenchWorker {
  generation = 1;

  private constructor(
    readonly guilds: Guilds,
    readonly storage: Storage,
    readonly isolates: IsolateFactory,
    private readonly logs: GuildLogs,
    private readonly folder: string,
  ) {}

  static async open(options: BenchWorkerOptions = {}): Promise<BenchWorker> {
    const folder = await Deno.makeTempDir({ prefix: "flora-bench-" });
    const storage = await openStorage(options.storageUrl ?? `sqlite:${join(folder, "flora.db")}`);
    const limits = Limits.parse({ ...unpaced, ...options.limits });
    const log = createLogger({ name: "bench", level: "error" });
    const logs = new GuildLogs({ storage: storage.logs, keep: 1_000, onError: console.error });
    const isolates = options.isolates ?? await createIsolates(options, folder, limits);
    const now = () => Date.now();
    const serve = createServer(hostHalves, { report: ({ error }) => console.error(error) });
    const { onOp } = options;
    const guilds = new Guilds({
      storage,
      sealer: createSealer([parseKey(generateKey())]),
      isolates,
      discord,
      files: { ask: () => Promise.resolve({ ok: true }) },
      guildReads: { read: () => Promise.resolve({ ok: true, status: 200, body: null }) },
      limits,
      log,
      logs,
      now,
      serve: onOp
        ? (context, request) => {
          onOp(request.name);
          return serve(context, request);
        }
        : serve,
      interactions: createInteractionHandles({ now }),
      sourceMaps: new SourceMaps(storage.deployments, stackMapper),
      onStuck: (guildId) => console.error(`guest of ${guildId} cannot be stopped`),
      restartRules: defaultRestartRules,
      metrics: workerMetrics(createMetrics()),
      createEgress: () => createHttpEgress({ limits }),
    });
    return new BenchWorker(guilds, storage, isolates, logs, folder);
  }

  /** Runs `body` with a worker of its own and cleans up, whatever happened. */
  static async with<T>(options: BenchWorkerOptions, body: (worker: BenchWorker) => Promise<T>): Promise<T> {
    const worker = await BenchWorker.open(options);
    try {
      return await body(worker);
    } finally {
      await worker.close();
    }
  }

  /** A new guild with this bundle deployed and no isolate yet. */
  async deploy({ code, sourceMap, source }: BenchBundle): Promise<GuildId> {
    const guildId = `${++lastGuild}` as GuildId;
    const id = await storeRevision(this.storage, guildId, {
      entry: "bot.ts",
      code,
      sourceMap,
      sources: { "bot.ts": source },
    });
    await this.storage.deployments.activate(guildId, id, emptyManifest);
    return guildId;
  }

  /** A message of a member; resolves with how its dispatch ended. */
  async say(guildId: GuildId, content = "ping") {
    return await this.guilds.dispatch(message(guildId, content), this.generation, 1);
  }

  /** As `say`; throws unless every handler ended well. */
  async ask(guildId: GuildId): Promise<void> {
    const outcome = await this.say(guildId);
    if (outcome.status !== "ok") {
      throw new Error(`Cannot measure: dispatch ended as ${JSON.stringify(outcome)}`);
    }
  }

  hibernate(guildId: GuildId): Promise<void> {
    return this.guilds.open(guildId).then((slot) => slot.hibernate());
  }

  async close(): Promise<void> {
    await this.guilds.stopAll();
    await this.isolates.close();
    await this.logs.flush();
    await this.storage.close();
    await Deno.remove(this.folder, { recursive: true });
  }
}

async function createIsolates(
  { adapter, image, spares = 0 }: BenchWorkerOptions,
  folder: string,
  limits: Limits,
) {
  const options = { image: image ?? await buildGuestImage(join(folder, "image")), spares, limits };
  return adapter === "embedded" ? await createEmbeddedFactory(options) : await createIsolatedFactory(options);
}

function message(guildId: GuildId, content: string): DispatchEvent {
  const author = { id: "200000000000000003", username: "ada", bot: false };
  const id = "200000000000000001";
  return {
    id: `event-${++events}`,
    guildId,
    kind: "event",
    event: "messageCreate",
    msg: { guildId, id, channelId: "200000000000000002", content, author },
    raw: { guild_id: guildId, id, channel_id: "200000000000000002", content, author },
    receivedAt: Date.now(),
    redelivered: false,
  };
}

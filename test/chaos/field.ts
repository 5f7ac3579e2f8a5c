import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { FloraClient } from "@flora/api-client";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import type { GuildId } from "@flora/model";
import { openStorage, type Storage } from "@flora/storage";
import { Discord } from "../support/discord.ts";
import { type Flora, isAlive, startFlora } from "../support/flora.ts";
import { until } from "@flora/model/until";
import { type TestGuild, testGuilds } from "../support/guilds.ts";
import { Census } from "./census.ts";
import type { Entry } from "./judge.ts";

/** Writes down every event it is given, in order, with who it is, and then answers it. */
const SCRIPT = `
const log = kv.store("log"), me = crypto.randomUUID();
on("messageCreate", async (ctx) => {
  if (ctx.msg.author.bot) return;
  const at = await log.increment("n");
  await log.set(String(at).padStart(9, "0"), [ctx.msg.content, me, ctx.redelivered].join(" "));
  await ctx.reply({ content: ctx.msg.content, replyTo: null });
});`;

/** Longer than a worker that crashes again and again is left alone. */
const WHOLE_MS = 60_000;
const DEPLOYS_AT_ONCE = 4;

interface Ground {
  emulator: Emulator;
  dataDir: string;
  workers: number;
  env: Record<string, string>;
}

/** A flora with many guilds, and the means to make trouble for it. */
export class Field implements AsyncDisposable {
  readonly discord: Discord;
  readonly guilds: TestGuild[];
  readonly workerNames: string[];
  readonly census = new Census();
  client!: FloraClient;
  #flora!: Flora;
  /** What those said that were started before. */
  #outputBefore = "";

  private constructor(private readonly ground: Ground) {
    this.discord = new Discord(ground.emulator.url);
    this.guilds = testGuilds(ground.emulator);
    this.workerNames = Array.from({ length: ground.workers }, (_, index) => `worker-${index}`);
  }

  /** `watcher` is told every step of every move. */
  static async open(size: { guilds: number; workers: number }, watcher: string): Promise<Field> {
    const emulator = await startEmulator({
      guilds: Array.from({ length: size.guilds }, (_, index) => ({ name: `Guild ${index}`, members: [] })),
      rateLimits: "off",
      globalRateLimit: 0,
    });
    const dataDir = await Deno.makeTempDir({ prefix: "flora-chaos-" });
    const env = {
      FLORA_DATA_DIR: dataDir,
      FLORA_WORKERS: String(size.workers),
      FLORA_LOG_LEVEL: "debug",
      FLORA_MOVE_WATCHER: watcher,
      // What is tried here is not how a busy machine keeps time.
      FLORA_LIMIT_BOOT_TIMEOUT_MS: "60000",
      FLORA_LIMIT_DISPATCH_TIMEOUT_MS: "60000",
      FLORA_LIMIT_TURN_TIMEOUT_MS: "20000",
      FLORA_LIMIT_CPU_PER_DISPATCH_MS: "20000",
      FLORA_LIMIT_CPU_SHARE_PERCENT: "100",
      DISCORD_TOKEN: emulator.token,
      DISCORD_API_URL: emulator.apiUrl,
    };
    const field = new Field({ emulator, dataDir, workers: size.workers, env });
    await field.#start();
    await field.deployAll(field.guilds);
    return field;
  }

  async #start(): Promise<void> {
    this.#flora = await startFlora(this.ground.env);
    this.census.follow(this.#flora.pid);
    const { apiUrl, token } = await this.#flora.run();
    this.client = new FloraClient({ baseUrl: apiUrl, token });
  }

  /** Kills what keeps all others, as a machine that loses its power does, and starts flora anew once they have ended. */
  async killAll(): Promise<void> {
    const supervisor = await this.pid("supervisor");
    this.census.look();
    Deno.kill(supervisor, "SIGKILL");
    await this.#flora.ended;
    await until("the end of every process", () => this.census.strays().length === 0);
    this.#outputBefore += this.#flora.output();
    await this.#start();
  }

  async deploy(guild: TestGuild): Promise<void> {
    await this.client.deploy(guild.id, { entry: "main.ts", files: { "main.ts": SCRIPT } });
  }

  /** As many at once as the API takes. */
  async deployAll(guilds: readonly TestGuild[]): Promise<void> {
    const left = [...guilds];
    await Promise.all(Array.from({ length: DEPLOYS_AT_ONCE }, async () => {
      for (let guild = left.pop(); guild; guild = left.pop()) await this.deploy(guild);
    }));
  }

  /** Everything flora said. */
  output(): string {
    return this.#outputBefore + this.#flora.output();
  }

  /** The process of that name, once there is one. */
  pid(name: string): Promise<number> {
    return until(name, async () => {
      const { processes } = await this.#flora.run();
      return processes.find((one) => one.name === name && isAlive(one.pid))?.pid;
    });
  }

  /** Waits until gateway, workers and API are all there and connected. */
  async whole(): Promise<void> {
    await until("flora to be whole", async () => {
      const health = await this.client.health().catch(() => undefined);
      const { gateway } = health ?? {};
      // The gateway may not have noticed yet that one of them is dead.
      const workers = gateway?.workers.filter(({ pid }) => isAlive(pid));
      return gateway?.discord === "ready" && workers?.length === this.workerNames.length;
    }, WHOLE_MS).catch((error) => {
      throw new Error(`${error.message}; flora said:\n${this.output().split("\n").slice(-60).join("\n")}`);
    });
  }

  /** On every connection that the gateway has to Discord. */
  async breakConnection(kind: "reconnect" | "dropSockets"): Promise<void> {
    const response = await fetch(`${this.ground.emulator.url}/emulator/v1/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kind }),
    });
    await response.body?.cancel();
  }

  /** Keeps the store's write lock for a while, as a slow disk or another program would. */
  async keepStoreBusy(ms: number): Promise<void> {
    const database = new DatabaseSync(this.#database);
    try {
      database.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
      await new Promise((resolve) => setTimeout(resolve, ms));
      database.exec("COMMIT");
    } finally {
      database.close();
    }
  }

  /** Numbers that the bot has answered in a guild, in order. */
  echoes({ channelId }: TestGuild): number[] {
    const { world } = this.ground.emulator;
    const own = world.messagesOf(channelId).filter(({ authorId }) => authorId === world.botId);
    return own.map(({ content }) => Number(content));
  }

  get #database(): string {
    return join(this.ground.dataDir, "flora.db");
  }

  /** The store, beside flora or after it. */
  storage(): Promise<Storage> {
    return openStorage(`sqlite:${this.#database}`);
  }

  async stop(): Promise<void> {
    this.census.look();
    await this.#flora.stop();
  }

  async [Symbol.asyncDispose]() {
    await this.ground.emulator.close();
    await Deno.remove(this.ground.dataDir, { recursive: true });
  }
}

/** What a guild's script has written, in order. */
export async function readEntries({ kv }: Storage, { id }: TestGuild): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    const options = { limit: 1_000, maxBytes: 4_000_000, prefix: "0", ...(cursor ? { cursor } : {}) };
    const page = await kv.items(id as GuildId, "log", options);
    for (const { value } of page.items) {
      const [seq, isolate, again] = value.split(" ") as [string, string, string];
      entries.push({ seq: Number(seq), isolate, again: again === "true" });
    }
    cursor = page.cursor;
  } while (cursor);
  return entries;
}

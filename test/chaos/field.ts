import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { FloraClient } from "@flora/api-client";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import type { GuildId } from "@flora/model";
import { openStorage } from "@flora/storage";
import { Discord } from "../support/discord.ts";
import { type Flora, isAlive, type RunInfo, startFlora, until } from "../support/flora.ts";
import { type TestGuild, testGuilds } from "../support/guilds.ts";

/**
 * Writes down every event it is given, in order, with who it is: an isolate that writes again after another has begun is
 * a second owner.
 */
const SCRIPT = `
const log = kv.store("log"), me = crypto.randomUUID();
on("messageCreate", async (ctx) => {
  if (ctx.msg.author.bot) return;
  const at = await log.increment("n");
  await log.set(String(at).padStart(9, "0"), ctx.msg.content + " " + me);
  await ctx.reply({ content: "ok " + ctx.msg.content, replyTo: null });
});`;

/** One written event. */
export interface Entry {
  seq: number;
  isolate: string;
}

/** A flora with many guilds, and the means to make trouble for it. */
export class Field implements AsyncDisposable {
  private constructor(
    readonly emulator: Emulator,
    readonly discord: Discord,
    readonly guilds: TestGuild[],
    private readonly flora: Flora,
    readonly client: FloraClient,
    private readonly dataDir: string,
  ) {}

  static async open(count: number, workers: number): Promise<Field> {
    const emulator = await startEmulator({
      guilds: Array.from({ length: count }, (_, index) => ({ name: `Guild ${index}`, members: [] })),
      rateLimits: "off",
      globalRateLimit: 0,
    });
    const dataDir = await Deno.makeTempDir({ prefix: "flora-chaos-" });
    const flora = await startFlora({
      FLORA_DATA_DIR: dataDir,
      FLORA_WORKERS: String(workers),
      FLORA_LOG_LEVEL: "debug",
      // What is tried here is not how a busy machine keeps time.
      FLORA_LIMIT_DISPATCH_TIMEOUT_MS: "60000",
      FLORA_LIMIT_TURN_TIMEOUT_MS: "20000",
      FLORA_LIMIT_CPU_PER_DISPATCH_MS: "20000",
      FLORA_LIMIT_CPU_SHARE_PERCENT: "100",
      DISCORD_TOKEN: emulator.token,
      DISCORD_API_URL: emulator.apiUrl,
    });
    const { apiUrl, token } = await flora.run();
    const client = new FloraClient({ baseUrl: apiUrl, token });
    const field = new Field(
      emulator,
      new Discord(emulator.url),
      testGuilds(emulator),
      flora,
      client,
      dataDir,
    );
    await Promise.all(field.guilds.map((guild) => field.deploy(guild)));
    return field;
  }

  async deploy(guild: TestGuild): Promise<void> {
    await this.client.deploy(guild.id, { entry: "main.ts", files: { "main.ts": SCRIPT } });
  }

  run(): Promise<RunInfo> {
    return this.flora.run();
  }

  output(): string {
    return this.flora.output();
  }

  /** Contents of what the bot has answered in a guild. */
  answered({ channelId }: TestGuild): Set<number> {
    const { world } = this.emulator;
    const own = world.messagesOf(channelId).filter(({ authorId }) => authorId === world.botId);
    return new Set(own.map(({ content }) => Number(content.slice("ok ".length))));
  }

  async pids(name: RegExp): Promise<{ name: string; pid: number }[]> {
    return (await this.run()).processes.filter((one) => name.test(one.name) && isAlive(one.pid));
  }

  /** Waits until gateway, workers and API are all there and connected. */
  async healthy(workers: number): Promise<void> {
    const whole = until("flora to be whole", async () => {
      const health = await this.client.health().catch(() => undefined);
      return health?.status === "ok" && health.gateway?.workers.length === workers && await this.#connected();
    }, 60_000);
    await whole.catch((error) => {
      throw new Error(`${error.message}; flora said:\n${this.output().split("\n").slice(-60).join("\n")}`);
    });
  }

  /** Whether Discord has somebody to tell. */
  async #connected(): Promise<boolean> {
    const state = await fetch(`${this.emulator.url}/emulator/v1/state`).then((response) => response.json());
    return state.sessions.some((session: unknown) => session);
  }

  /** Keeps the store's write lock for a while, as a slow disk or another program would. */
  async keepStoreBusy(ms: number): Promise<void> {
    const database = new DatabaseSync(join(this.dataDir, "flora.db"));
    try {
      database.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
      await new Promise((resolve) => setTimeout(resolve, ms));
      database.exec("COMMIT");
    } finally {
      database.close();
    }
  }

  /** What a guild's script has written, in order. */
  async entries({ id }: TestGuild): Promise<Entry[]> {
    const storage = await openStorage(`sqlite:${join(this.dataDir, "flora.db")}`);
    try {
      const entries: Entry[] = [];
      let cursor: string | undefined;
      do {
        const options = { limit: 1_000, maxBytes: 4_000_000, prefix: "0", ...(cursor ? { cursor } : {}) };
        const page = await storage.kv.items(id as GuildId, "log", options);
        for (const { value } of page.items) {
          const [seq, isolate] = value.split(" ") as [string, string];
          entries.push({ seq: Number(seq), isolate });
        }
        cursor = page.cursor;
      } while (cursor);
      return entries;
    } finally {
      await storage.close();
    }
  }

  /** The last complaints in a guild's log. */
  async complaints({ id }: TestGuild): Promise<string[]> {
    const storage = await openStorage(`sqlite:${join(this.dataDir, "flora.db")}`);
    try {
      const lines = await storage.logs.read(id as GuildId, { limit: 5, minLevel: "warn" });
      return lines.map(({ at, message }) => `${new Date(at).toISOString()} ${message.split("\n")[0]}`);
    } finally {
      await storage.close();
    }
  }

  /** Stops flora; how many of its processes are left. */
  async stop(): Promise<number> {
    const { processes } = await this.run();
    await this.flora.stop();
    return processes.filter(({ pid }) => isAlive(pid)).length;
  }

  async [Symbol.asyncDispose]() {
    await this.emulator.close();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}

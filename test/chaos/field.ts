import { FloraClient } from "@flora/api-client";
import type { GuildId } from "@flora/model";
import { openStorage, type Storage } from "@flora/storage";
import { Discord } from "../support/discord.ts";
import { type Flora, isAlive, startFlora } from "../support/flora.ts";
import { until } from "@flora/model/until";
import { type TestGuild, testGuilds } from "../support/guilds.ts";
import { type Process, startedWith } from "../support/processes.ts";
import { Census } from "./census.ts";
import { type Ground, layGround, type StoreKind } from "./ground.ts";
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

/** Longer than a busy machine takes to start a worker a second time, and to leave it alone before. */
const WHOLE_MS = 180_000;
const DEPLOYS_AT_ONCE = 4;
/** Longer than the supervisor gives its processes, layer after layer. */
const STOP_MS = 90_000;
/** Longer than a busy system takes to be rid of a process that was killed, or that saw its parent's end. */
const DEATH_MS = 60_000;
const ENDING_MS = 10_000;

export interface FieldOptions {
  guilds: number;
  workers: number;
  store: StoreKind;
  /** Is told every step of every move. */
  watcher: string;
}

/** A flora with many guilds, and the means to make trouble for it. */
export class Field implements AsyncDisposable {
  readonly discord: Discord;
  readonly guilds: TestGuild[];
  readonly workerNames: string[];
  readonly census = new Census();
  client!: FloraClient;
  /** Undefined before it has started. */
  #flora?: Flora;
  /** What those said that were started before. */
  #outputBefore = "";
  #isClosed = false;

  private constructor(private readonly ground: Ground, private readonly env: Record<string, string>) {
    this.discord = new Discord(ground.emulator.url);
    this.guilds = testGuilds(ground.emulator);
    this.workerNames = Array.from({ length: Number(env.FLORA_WORKERS) }, (_, index) => `worker-${index}`);
  }

  /** A flora that is not started yet. */
  static async lay({ guilds, workers, store, watcher }: FieldOptions): Promise<Field> {
    const ground = await layGround(guilds, store);
    return new Field(ground, {
      FLORA_DATA_DIR: ground.dataDir,
      FLORA_STORAGE: ground.store.url,
      FLORA_WORKERS: String(workers),
      FLORA_LOG_LEVEL: "debug",
      FLORA_MOVE_WATCHER: watcher,
      // What is tried here is not how a busy machine keeps time.
      FLORA_LIMIT_BOOT_TIMEOUT_MS: "60000",
      FLORA_LIMIT_DISPATCH_TIMEOUT_MS: "60000",
      FLORA_LIMIT_TURN_TIMEOUT_MS: "20000",
      FLORA_LIMIT_CPU_PER_DISPATCH_MS: "20000",
      FLORA_LIMIT_CPU_SHARE_PERCENT: "100",
      DISCORD_TOKEN: ground.emulator.token,
      DISCORD_API_URL: ground.emulator.apiUrl,
    });
  }

  /** Starts it and deploys every guild. */
  async start(): Promise<void> {
    await this.#start();
    await this.deployAll(this.guilds);
  }

  async #start(): Promise<void> {
    if (this.#isClosed) throw new Error("Cannot start flora: its run is over");
    const flora = this.#flora = await startFlora(this.env);
    this.census.follow(flora.pid);
    const { apiUrl, token } = await flora.run();
    this.client = new FloraClient({ baseUrl: apiUrl, token });
  }

  /** Kills what keeps all others, as a machine that loses its power does, and starts flora anew once they have ended. */
  async killAll(): Promise<void> {
    const supervisor = await this.pid("supervisor");
    this.census.look();
    send(supervisor, "SIGKILL");
    await this.#ended(DEATH_MS);
    await until("the end of every process", () => this.census.strays().length === 0, DEATH_MS);
    this.#outputBefore += this.#flora!.output();
    this.#flora = undefined;
    await this.#start();
  }

  /** Whoever ends it. */
  async #ended(patienceMs: number): Promise<void> {
    const ended = this.#flora!.ended.then(() => true);
    await until("flora to end", () => Promise.race([ended, false]), patienceMs);
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
    return this.#outputBefore + (this.#flora?.output() ?? "");
  }

  /** The process of that name, once there is one. */
  pid(name: string): Promise<number> {
    return until(name, async () => {
      const { processes } = await this.#running.run();
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
    }, WHOLE_MS);
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

  /** Nobody writes to the store for a while. */
  keepStoreBusy(ms: number): Promise<void> {
    return this.ground.store.keepBusy(ms);
  }

  /** Numbers that the bot has answered in a guild, in order. */
  echoes({ channelId }: TestGuild): number[] {
    const { world } = this.ground.emulator;
    const own = world.messagesOf(channelId).filter(({ authorId }) => authorId === world.botId);
    return own.map(({ content }) => Number(content));
  }

  /** Called with every number that the bot answers. */
  onAnswer(tell: (seq: number) => void): void {
    const { world } = this.ground.emulator;
    world.bus.listen(({ t, d }) => {
      const { author, content } = d as { author?: { id: string }; content?: string };
      if (t === "MESSAGE_CREATE" && author?.id === world.botId) tell(Number(content));
    });
  }

  /** Whether a number stands in a guild's channel. */
  isSaid({ channelId, userId }: TestGuild, seq: number): boolean {
    const { world } = this.ground.emulator;
    return world.messagesOf(channelId).some((one) => one.authorId === userId && one.content === String(seq));
  }

  /** The store, beside flora or after it. */
  storage(): Promise<Storage> {
    return openStorage(this.ground.store.url);
  }

  /** Asks it to stop. Rejects where it does not. */
  async stop(): Promise<void> {
    this.census.look();
    void this.#running.stop();
    await this.#ended(STOP_MS);
  }

  /** Processes that live on although flora has ended; one that is about to end with it is given its time. */
  async orphans(): Promise<Process[]> {
    const none = () => this.census.strays().length === 0;
    await until("every process to end with flora", none, ENDING_MS).catch(() => {});
    return this.census.strays();
  }

  /** Kills what still runs, also where flora is about to start. */
  async [Symbol.asyncDispose]() {
    this.#isClosed = true;
    const none = () => {
      this.census.look();
      const left = [
        ...this.census.running().map(({ pid }) => pid),
        ...startedWith(`FLORA_DATA_DIR=${this.ground.dataDir}`),
      ];
      for (const pid of left) send(pid, "SIGKILL");
      return left.length === 0;
    };
    await until("every process to end", none, DEATH_MS).catch(() => {});
    await this.ground.clear();
  }

  get #running(): Flora {
    if (!this.#flora) throw new Error("flora has not started");
    return this.#flora;
  }
}

/** It may have ended a moment ago. */
export function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (isAlive(pid)) throw error;
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

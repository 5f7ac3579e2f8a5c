import assert from "node:assert/strict";
import { join } from "node:path";
import { FloraClient } from "@flora/api-client";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { type GuildId } from "@flora/model";
import { openStorage, type Storage } from "@flora/storage";
import { type Flora, isAlive, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { testGuilds } from "../../support/guilds.ts";

const MINUTE_MS = 60_000;
/** Everything is started several times, on a machine that may be busy. */
const PATIENCE_MS = 120_000;
/** Due times that are made up for, one after the other, while everything is killed. */
const MISSED = 30;

/** Writes down the due time of each run as it begins and as it ends. */
const SCRIPT = `
cron("tick", "* * * * *", async ({ scheduledAt }) => {
  await kv.store("begun").increment(scheduledAt);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await kv.store("ended").increment(scheduledAt);
}, { catchUp: "all" });`;

class Bench implements AsyncDisposable {
  flora!: Flora;
  client!: FloraClient;

  private constructor(
    readonly emulator: Emulator,
    readonly storage: Storage,
    readonly dataDir: string,
    readonly guildId: GuildId,
  ) {}

  static async open(): Promise<Bench> {
    const emulator = await startEmulator({ guilds: [{}], rateLimits: "off", globalRateLimit: 0 });
    const dataDir = await Deno.makeTempDir({ prefix: "flora-crons-" });
    const storage = await openStorage(`sqlite:${join(dataDir, "flora.db")}`);
    return new Bench(emulator, storage, dataDir, testGuilds(emulator)[0]!.id as GuildId);
  }

  async start(): Promise<void> {
    this.flora = await startFlora({
      FLORA_DATA_DIR: this.dataDir,
      FLORA_WORKERS: "2",
      DISCORD_TOKEN: this.emulator.token,
      DISCORD_API_URL: this.emulator.apiUrl,
    });
    const { apiUrl, token } = await this.flora.run();
    this.client = new FloraClient({ baseUrl: apiUrl, token });
  }

  /** Runs by due time, Unix milliseconds. */
  async runs(store: "begun" | "ended"): Promise<Map<number, number>> {
    const page = await this.storage.kv.items(this.guildId, store, { limit: 1_000, maxBytes: 1_000_000 });
    return new Map(
      page.items.map(({ name, value }) => [Date.parse(name), Number(value)]),
    );
  }

  async untilRuns(count: number): Promise<void> {
    await until(`${count} runs`, async () => (await this.runs("begun")).size >= count, PATIENCE_MS);
  }

  async owner(): Promise<string> {
    return await until("the guild to be placed", async () => {
      const { placements } = await this.client.placements();
      return placements.find(({ guildId }) => guildId === this.guildId)?.worker;
    });
  }

  /** No process of this name, or none at all, gets to say goodbye. */
  async kill(name?: string): Promise<void> {
    const { processes } = await this.flora.run();
    const doomed = processes.filter((one) => name === undefined || one.name === name);
    assert.ok(doomed.length > 0, `no process ${name}`);
    for (const { pid } of doomed) Deno.kill(pid, "SIGKILL");
    await until("their end", () => doomed.every(({ pid }) => !isAlive(pid)));
    if (name !== undefined) return;
    await this.flora.stop().catch(() => {});
    await Deno.remove(join(this.dataDir, "run.json")).catch(() => {});
  }

  async [Symbol.asyncDispose]() {
    await this.flora?.stop().catch(() => {});
    await this.emulator.close();
    await this.storage.close();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}

Deno.test("a cron job runs once per due time, whatever moves or is killed meanwhile, and each run is accounted for", async () => {
  await using bench = await Bench.open();
  const { storage, guildId } = bench;
  const first = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MISSED * MINUTE_MS;
  await storage.cron.claim(guildId, "tick", first);
  await storage.cron.finish(guildId, "tick", first, "ok");
  await bench.start();
  await bench.client.deploy(guildId, { entry: "main.ts", files: { "main.ts": SCRIPT } });

  await bench.untilRuns(3);
  const from = await bench.owner();
  await bench.client.migrate(guildId, from === "worker-0" ? "worker-1" : "worker-0");
  await bench.untilRuns(8);
  await bench.kill(await bench.owner());
  await bench.untilRuns(14);
  await bench.kill("gateway");
  await bench.untilRuns(20);
  await bench.kill();
  await bench.start();

  const kills = 3;
  await until("the last run to end", async () => {
    const { tick } = await storage.cron.read(guildId);
    return tick!.lastDueAt! >= first + MISSED * MINUTE_MS && tick!.lastStatus === "ok";
  }, PATIENCE_MS);
  const last = (await storage.cron.read(guildId)).tick!.lastDueAt!;
  const due = Array.from(
    { length: (last - first) / MINUTE_MS },
    (_, index) => first + (index + 1) * MINUTE_MS,
  );
  const begun = await bench.runs("begun"), ended = await bench.runs("ended");
  assert.deepEqual([...begun.values()].filter((count) => count !== 1), [], "none runs twice");
  assert.deepEqual([...begun.keys()].filter((at) => !due.includes(at)), [], "none runs at another time");
  const without = (runs: Map<number, number>) => due.filter((at) => !runs.has(at)).length;
  assert.ok(without(begun) <= kills, `${without(begun)} of ${due.length} runs never began`);
  assert.ok(without(ended) <= kills, `${without(ended)} of ${due.length} runs did not end`);
  assert.ok(ended.size >= MISSED - kills);
});

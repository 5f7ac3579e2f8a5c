import assert from "node:assert/strict";
import { join } from "node:path";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { FloraClient } from "@flora/api-client";
import { openStorage, type Storage } from "@flora/storage";
import { Discord } from "../../support/discord.ts";
import { type Flora, isAlive, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { type TestGuild, testGuilds } from "../../support/guilds.ts";

const SCRIPT = `
const say = (channelId, content) => rest.sendMessage({ channelId, content });
on("schedule", async ({ msg }) => say(msg.payload, msg.name + " fired #" + await kv.store("n").increment(msg.name)));
on("messageCreate", async ({ msg, redelivered }) => {
  // What was said just before everything is killed comes again.
  if (redelivered) return;
  const [command, name, ...rest] = msg.content.split(" ");
  if (command === "!after") await say(msg.channelId, (await after(rest[0], msg.channelId, name)).name + " waits");
  if (command === "!list") await say(msg.channelId, "waiting: [" + (await schedule.list()).map((one) => one.name) + "]");
  if (command === "!cancel") await say(msg.channelId, "cancelled: " + await schedule.cancel(name));
});
`;

/** One flora that dies and comes back in the same folder, while Discord stays. */
class Bench implements AsyncDisposable {
  readonly discord: Discord;
  flora!: Flora;

  private constructor(readonly emulator: Emulator, readonly dataDir: string) {
    this.discord = new Discord(emulator.url);
  }

  static async open(): Promise<Bench> {
    const emulator = await startEmulator({
      guilds: [{ name: "Home" }, { name: "Neighbour" }],
      rateLimits: "off",
      globalRateLimit: 0,
    });
    const bench = new Bench(emulator, await Deno.makeTempDir({ prefix: "flora-schedules-" }));
    await bench.start();
    return bench;
  }

  async start(): Promise<void> {
    this.flora = await startFlora({
      FLORA_DATA_DIR: this.dataDir,
      FLORA_WORKERS: "1",
      DISCORD_TOKEN: this.emulator.token,
      DISCORD_API_URL: this.emulator.apiUrl,
    });
  }

  async deploy(guild: TestGuild, script: string): Promise<void> {
    const { apiUrl: baseUrl, token } = await this.flora.run();
    await new FloraClient({ baseUrl, token }).deploy(guild.id, {
      entry: "main.ts",
      files: { "main.ts": script },
    });
  }

  /** What it has stored; to be disposed of. */
  async store(): Promise<Storage & AsyncDisposable> {
    const storage = await openStorage(`sqlite:${join(this.dataDir, "flora.db")}`);
    return Object.assign(storage, { [Symbol.asyncDispose]: () => storage.close() });
  }

  /** No process of flora gets to say goodbye. */
  async kill(): Promise<void> {
    const { processes } = await this.flora.run();
    for (const { pid } of processes) Deno.kill(pid, "SIGKILL");
    await until("the end of every process", () => processes.every(({ pid }) => !isAlive(pid)));
    await this.flora.stop().catch(() => {});
    await Deno.remove(join(this.dataDir, "run.json")).catch(() => {});
  }

  async says(guild: TestGuild, text: string): Promise<void> {
    await this.discord.say(guild.channelId, guild.userId, text);
  }

  async sees(guild: TestGuild, text: string): Promise<void> {
    await until(`"${text}"`, async () => (await this.heard(guild)).includes(text));
  }

  /** What the bot said so far. */
  async heard({ channelId }: TestGuild): Promise<string[]> {
    return (await this.discord.messages(channelId)).filter(({ author }) => author.bot).map((one) =>
      one.content
    );
  }

  async [Symbol.asyncDispose]() {
    await this.flora.stop().catch(() => {});
    await this.emulator.close();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}

Deno.test("schedules fire once, whatever is killed before they are due, and are their guild's alone", async () => {
  await using bench = await Bench.open();
  const [home, neighbour] = testGuilds(bench.emulator) as [TestGuild, TestGuild];
  await bench.deploy(home, SCRIPT);
  await bench.deploy(neighbour, SCRIPT);
  await bench.says(home, "!after soon 1s");
  await bench.sees(home, "soon fired #1");

  await bench.says(home, "!after missed 1s");
  await bench.says(home, "!after later 1h");
  await bench.sees(home, "missed waits");
  await bench.sees(home, "later waits");
  await bench.kill();
  await bench.start();
  await bench.sees(home, "missed fired #1");

  await bench.says(neighbour, "!list");
  await bench.sees(neighbour, "waiting: []");
  await bench.says(neighbour, "!cancel later");
  await bench.sees(neighbour, "cancelled: false");
  await bench.says(home, "!list");
  await bench.sees(home, "waiting: [later]");
  await bench.says(home, "!cancel later");
  await bench.sees(home, "cancelled: true");

  await bench.says(home, "!after kept 1s");
  await bench.sees(home, "kept waits");
  await bench.deploy(home, `console.log("without a handler");`);
  const due = Date.now() + 1_000;
  await until("its time to be over", () => Date.now() > due + 1_000);
  await bench.deploy(home, SCRIPT);
  await bench.sees(home, "kept fired #1");
  assert.deepEqual((await bench.heard(home)).filter((text) => text.includes("fired")), [
    "soon fired #1",
    "missed fired #1",
    "kept fired #1",
  ]);
});

/** Begins slowly, so that it can be killed while it runs, and says whether it may have run before. */
const SLOW = `
on("schedule", async ({ msg, redelivered }) => {
  await rest.sendMessage({ channelId: msg.payload, content: redelivered ? "again" : "begun" });
  if (!redelivered) await new Promise((resolve) => setTimeout(resolve, 2_000));
});
on("messageCreate", ({ msg, redelivered }) => msg.content === "!go" && !redelivered ? after("0s", msg.channelId, "slow") : undefined);
`;

Deno.test("a schedule whose worker is killed while its handler runs is handed out again, marked, and then done", async () => {
  await using bench = await Bench.open();
  const [home] = testGuilds(bench.emulator) as [TestGuild];
  await bench.deploy(home, SLOW);
  await bench.says(home, "!go");
  await bench.sees(home, "begun");
  const { processes } = await bench.flora.run();
  Deno.kill(processes.find(({ name }) => name === "worker-0")!.pid, "SIGKILL");
  await bench.sees(home, "again");
  await using storage = await bench.store();
  await until("nothing to be left", async () => await storage.schedules.nextAt() === null);
  assert.deepEqual(await bench.heard(home), ["begun", "again"]);
});

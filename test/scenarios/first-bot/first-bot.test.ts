import assert from "node:assert/strict";
import { join } from "node:path";
import { type Emulator, startEmulator } from "@flora/discord-emulator";
import { flora as cli } from "../../support/cli.ts";
import { Discord, type Message } from "../../support/discord.ts";
import { type Flora, isAlive, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { checkRequests } from "../../support/oracle.ts";
import { type TestGuild, testGuilds } from "../../support/guilds.ts";

const here = import.meta.dirname!;

/** One flora with its own data folder, against an emulator that outlives its restarts. */
class Bench implements AsyncDisposable {
  flora!: Flora;
  constructor(readonly emulator: Emulator, readonly dataDir: string) {}

  static async open(): Promise<Bench> {
    const emulator = await startEmulator({
      guilds: [{ name: "Home" }, { name: "Neighbour" }],
      // What is tested here is the way of an event, not how flora waits.
      rateLimits: "off",
      globalRateLimit: 0,
    });
    const bench = new Bench(emulator, await Deno.makeTempDir({ prefix: "flora-first-bot-" }));
    await bench.start();
    return bench;
  }

  async start(): Promise<void> {
    this.flora = await startFlora({
      FLORA_DATA_DIR: this.dataDir,
      DISCORD_TOKEN: this.emulator.token,
      DISCORD_API_URL: this.emulator.apiUrl,
    });
  }

  get env(): Record<string, string> {
    return { FLORA_DATA_DIR: this.dataDir, HOME: this.dataDir };
  }

  deploy(project: string, guild: TestGuild) {
    return cli(["deploy", "--guild", guild.id, "--root", join(here, project)], { env: this.env });
  }

  async [Symbol.asyncDispose]() {
    await this.flora.stop();
    await this.emulator.close();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}

Deno.test("first-bot deploys by CLI, answers, survives restarts and contains a runaway", async (t) => {
  await using bench = await Bench.open();
  const discord = new Discord(bench.emulator.url);
  const [home, neighbour] = testGuilds(bench.emulator) as [TestGuild, TestGuild];

  const answer = (guild: TestGuild, text: string | RegExp): Promise<Message> =>
    until(
      `an answer ${text}`,
      async () =>
        (await discord.messages(guild.channelId)).find((message) =>
          message.author.bot &&
          (typeof text === "string" ? message.content === text : text.test(message.content))
        ),
    );
  const reply = (interactionId: string) =>
    until("an interaction response", async () => {
      const { responses } = await discord.interaction(interactionId);
      return responses.find((message) => message.content !== "");
    });

  await t.step("deploy by CLI says what went live", async () => {
    const result = await bench.deploy("project", home);
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /Live as deployment 1/);
    assert.match(result.stdout, /\/greet, \/config, \/panel/);
    const second = await bench.deploy("project", neighbour);
    assert.equal(second.code, 0, second.stderr);
  });

  await t.step("a prefix command counts in KV", async () => {
    await discord.say(home.channelId, home.userId, "!ping");
    await answer(home, "pong #1");
    await discord.say(home.channelId, home.userId, "!ping");
    await answer(home, "pong #2");
  });

  await t.step("a slash command reads its options", async () => {
    const { id } = await discord.command(home.channelId, home.userId, "greet", { who: "Ada", times: 3 });
    assert.equal((await reply(id)).content, "Hello Ada x3");
  });

  await t.step("subcommands run, ephemeral and deferred", async () => {
    const show = await discord.command(home.channelId, home.userId, "config", { show: {} });
    const shown = await reply(show.id);
    assert.equal(shown.content, "nothing set");
    assert.equal(shown.ephemeral, true);
    const set = await discord.command(home.channelId, home.userId, "config", { set: { value: true } });
    assert.equal((await reply(set.id)).content, "set to true");
  });

  await t.step("a button answers who pressed it", async () => {
    const { id } = await discord.command(home.channelId, home.userId, "panel");
    await reply(id);
    const message = await answer(home, "press it");
    const pressed = await discord.press(message.id, home.userId, "press");
    assert.equal((await reply(pressed.id)).content, `pressed by ${home.userId}`);
  });

  await t.step(
    "a script that throws while loading is refused in the author's lines, the old one answers",
    async () => {
      const refused = await bench.deploy("broken", home);
      assert.equal(refused.code, 5);
      assert.match(refused.stderr, /boom while loading/);
      assert.match(refused.stderr, /src\/explode\.ts:2:9/);
      assert.match(refused.stderr, /src\/main\.ts:6:1/);
      await discord.say(home.channelId, home.userId, "!ping");
      await answer(home, "pong #3");
    },
  );

  await t.step("an endless loop is ended while the neighbour keeps answering", async () => {
    await discord.say(home.channelId, home.userId, "loop");
    for (let count = 1; count <= 5; count++) {
      await discord.say(neighbour.channelId, neighbour.userId, "!ping");
      await answer(neighbour, `pong #${count}`);
    }
    const logs = () => cli(["logs", "--guild", home.id, "--json"], { env: bench.env });
    await until("the owner is told", async () => /"source":"flora"/.test((await logs()).stdout));
    await discord.say(home.channelId, home.userId, "!ping");
    await answer(home, "pong #4");
  });

  await t.step("KV counts on after a restart of everything, and no process stays", async () => {
    const before = (await bench.flora.run()).processes;
    assert.equal(await bench.flora.stop(), 0);
    assert.deepEqual(before.filter(({ pid }) => isAlive(pid)), []);
    await bench.start();
    await discord.say(home.channelId, home.userId, "!ping");
    await answer(home, "pong #5");
  });

  await t.step("kill -9 of every worker loses nothing", async () => {
    const { processes } = await bench.flora.run();
    const workers = processes.filter(({ name }) => name.startsWith("worker-"));
    for (const { pid } of workers) Deno.kill(pid, "SIGKILL");
    await discord.say(home.channelId, home.userId, "!ping");
    await answer(home, "pong #6");
  });

  await t.step("a cron fires", async () => {
    await until("a cron run in the log", async () => {
      const { stdout } = await cli(["logs", "--guild", home.id], { env: bench.env });
      return /cron fired for \d{4}-/.test(stdout);
    }, 75_000);
  });

  await t.step("every REST request was valid by Discord's own description", async () => {
    const result = await checkRequests(bench.emulator.requests.since(0));
    if (result.skipped) return console.log(`skipped: ${result.skipped}`);
    assert.deepEqual(result.problems, []);
    assert.ok(result.checked >= 15, `only ${result.checked} requests were seen`);
    console.log(`${result.checked} REST requests checked`);
  });
});

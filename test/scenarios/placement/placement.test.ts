import assert from "node:assert/strict";
import { FloraClient } from "@flora/api-client";
import { flora as cli } from "../../support/cli.ts";
import { Discord } from "../../support/discord.ts";
import { isAlive, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";

const COUNTS = `
const count = state("count", 0);
createBot({ commands: [prefix({ name: "count", run: (ctx) => ctx.reply("count " + ++count.value) })] });`;

Deno.test("a guild moves between workers by command, with its state; a worker that is drained or stops gives it away; one that hangs loses it", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-placement-" });
  const flora = await startFlora({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "", FLORA_WORKERS: "2" });
  try {
    const { apiUrl, token, guildId, emulatorUrl } = await flora.run();
    const client = new FloraClient({ baseUrl: apiUrl, token });
    const admin = (...args: string[]) =>
      cli(["admin", ...args], { env: { FLORA_DATA_DIR: dataDir, HOME: dataDir } });
    await client.deploy(guildId!, { entry: "main.ts", files: { "main.ts": COUNTS } });
    const discord = new Discord(emulatorUrl!);
    const { channelId, userId } = await discord.firstOf(guildId!);
    const answers = async () => (await discord.messages(channelId)).filter(({ author }) => author.bot);
    /** The next answer. */
    const says = async (expected: RegExp) => {
      const before = (await answers()).length;
      await discord.say(channelId, userId, "!count");
      const answer = await until("an answer", async () => (await answers())[before]?.content);
      assert.match(answer, expected);
    };
    const home = async () =>
      (await client.placements()).placements.find((one) => one.guildId === guildId)!.worker;
    await says(/^count 1$/);
    const [from, to] = await home() === "worker-0" ? ["worker-0", "worker-1"] : ["worker-1", "worker-0"];

    const moved = await admin("pin", guildId!, to);
    assert.equal(moved.code, 0, moved.stderr);
    assert.equal(await home(), to);
    await says(/^count 2$/);

    const { migrations } = await client.migrations({ guild: guildId! });
    assert.deepEqual(migrations.map(({ from, to, outcome }) => [from, to, outcome]), [[from, to, "target"]]);
    const listed = await admin("migrations");
    assert.match(listed.stdout, new RegExp(`${guildId}  ${from} > ${to}  rebalance  [0-9.]+ ms  0 +prepare`));

    const metrics = await admin("metrics");
    assert.match(
      metrics.stdout,
      /^flora_migrations_total\{to="target",reason="rebalance",process="gateway"\} 1$/m,
    );
    assert.match(metrics.stdout, /^flora_migration_pause_seconds_count\{process="gateway"\} 1$/m);
    assert.match(
      metrics.stdout,
      new RegExp(`^flora_worker_guilds{worker="${to}",process="gateway"} 1$`, "m"),
    );

    const elsewhere = "123456789012345678";
    for (
      const [code, said, ...args] of [
        [4, /there are worker-0, worker-1/, "migrate", guildId!, "worker-9"],
        [4, /the bot is not in it/, "migrate", elsewhere, from],
        [4, /the bot is not in it/, "pin", elsewhere, from],
        [2, /17 to 20 digits/, "pin", "home", from],
        [2, /1 to 1000/, "migrations", "--limit", "0"],
      ] as const
    ) {
      const { code: ended, stderr } = await admin(...args);
      assert.deepEqual([ended, said.test(stderr)], [code, true], stderr);
    }
    assert.equal((await client.placements()).placements.length, 1, "nobody was placed who is not there");

    assert.equal((await admin("drain", from)).code, 0);
    assert.equal((await client.workers()).workers.find(({ name }) => name === from)!.draining, true);
    assert.equal((await admin("undrain", from)).code, 0);

    const pidOf = async (name: string) =>
      (await client.workers()).workers.find((one) => one.name === name)?.pid;
    const before = await pidOf(to);
    const drained = await admin("drain", to, "--restart");
    assert.match(drained.stdout, new RegExp(`${to} is empty`));
    assert.equal(await home(), from);
    await says(/^count 3$/);
    await until("a new worker", async () => {
      const pid = await pidOf(to);
      return pid !== undefined && pid !== before;
    });

    await until("the guild to come back to where it is pinned", async () => await home() === to);
    Deno.kill((await pidOf(to))!, "SIGTERM");
    await until("the guild to leave", async () => await home() === from);
    await says(/^count 4$/);
    const left = (await client.migrations({ guild: guildId! })).migrations.filter(({ reason }) =>
      reason === "drain"
    );
    assert.deepEqual(left.map(({ from, outcome }) => [from, outcome]), [[to, "target"], [to, "target"]]);
    await until("it to come back again", async () => await home() === to);

    await admin("pin", guildId!);
    const owner = await home();
    const stopped = await pidOf(owner);
    Deno.kill(stopped!, "SIGSTOP");
    try {
      await says(/^count \d+$/);
    } finally {
      // One that hangs for long is killed.
      if (isAlive(stopped!)) Deno.kill(stopped!, "SIGCONT");
    }
    await until(
      "the stopped one to be replaced",
      async () => ![undefined, stopped].includes(await pidOf(owner)),
    );
  } finally {
    await flora.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

/** @module The whole flora with its state in Redis. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type RedisServer, startRedis, whyNoRedis } from "@flora/storage/testing/redis-server";
import { until } from "@flora/model/until";
import { flora as cli } from "../../support/cli.ts";
import { Discord } from "../../support/discord.ts";
import { type RunInfo, startFlora } from "../../support/flora.ts";

const missing = whyNoRedis();

/** The number that the bot answers to one more `!ping` with; undefined where no answer comes. */
async function ping({ emulatorUrl, guildId }: RunInfo, limitMs = 30_000): Promise<number | undefined> {
  const discord = new Discord(emulatorUrl!);
  const { channelId, userId } = await discord.firstOf(guildId!);
  const { id } = await discord.say(channelId, userId, "!ping");
  const answer = async () =>
    (await discord.messages(channelId)).find((one) =>
      one.author.bot && one.message_reference?.message_id === id
    );
  const content = await until("an answer", async () => (await answer())?.content, limitMs).catch(() => "");
  const [, count] = /^pong #(\d+)$/.exec(content) ?? [];
  return count === undefined ? undefined : Number(count);
}

function scenario(
  name: string,
  body: (server: RedisServer, env: Record<string, string>) => Promise<void>,
): void {
  Deno.test({
    name: missing ? `${name} (skipped: ${missing})` : name,
    ignore: missing !== undefined,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "flora-with-redis-" });
      const server = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
      const env = {
        FLORA_DATA_DIR: join(folder, "data"),
        DISCORD_TOKEN: "",
        HOME: folder,
        FLORA_STORAGE: `${server.url}?prefix=scenario`,
      };
      try {
        await body(server, env);
      } finally {
        await server.stop();
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

scenario(
  "flora runs on Redis alone: it deploys, answers, and knows everything again after a restart",
  async (_, env) => {
    const flora = await startFlora(env);
    try {
      const run = await flora.run();
      assert.deepEqual([await ping(run), await ping(run)], [1, 2]);
      const access = { ...env, FLORA_API_URL: run.apiUrl, FLORA_TOKEN: run.token };
      const value = await cli(["kv", "get", "pings", "--store", "counters", "--guild", run.guildId!], {
        env: access,
      });
      assert.deepEqual([value.code, value.stdout.trim()], [0, "2"], value.stderr);
      const backup = await cli(["admin", "backup", join(env.HOME!, "copy.db")], { env: access });
      assert.notEqual(backup.code, 0);
      assert.match(
        backup.stdout + backup.stderr,
        /it is in Redis at .*\(FLORA_STORAGE\), which makes its own copies \(BGSAVE/,
      );
    } finally {
      await flora.stop();
    }
    const restore = await cli(["admin", "restore", "copy.db"], { env });
    assert.match(
      restore.stdout + restore.stderr,
      /Cannot restore: what flora keeps is in Redis \(FLORA_STORAGE\)/,
    );
    const files = [...Deno.readDirSync(env.FLORA_DATA_DIR!)].map(({ name }) => name);
    assert.deepEqual(files.filter((name) => name.endsWith(".db")), []);
    const again = await startFlora(env);
    try {
      assert.equal(await ping(await again.run()), 3);
    } finally {
      await again.stop();
    }
  },
);

scenario("flora outlives a Redis that is killed and comes back", async (server, env) => {
  const flora = await startFlora(env);
  try {
    const run = await flora.run();
    assert.equal(await ping(run), 1);
    const pids = run.processes.map(({ pid }) => pid);
    await server.end("SIGKILL");
    assert.equal(await ping(run, 1_000), undefined, "nobody knows the count while Redis is away");
    await server.start();
    const after = await until("an answer that follows", async () => await ping(run, 5_000), 60_000);
    assert.ok(after >= 2, String(after));
    assert.deepEqual(
      (await flora.run()).processes.map(({ pid }) => pid),
      pids,
      "no process had to be started again",
    );
  } finally {
    await flora.stop();
  }
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { Discord } from "../../support/discord.ts";
import { type Flora, isAlive, type RunInfo, startFlora, until } from "../../support/flora.ts";

async function withFlora(body: (flora: Flora, dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-processes-" });
  const flora = await startFlora({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "" });
  try {
    await body(flora, dataDir);
  } finally {
    await flora.stop("SIGTERM").catch(() => {});
    await Deno.remove(dataDir, { recursive: true });
  }
}

const gone = ({ processes }: RunInfo) => processes.every(({ pid }) => !isAlive(pid));

/** Somebody says `!ping` in the demo guild; resolves with what the bot answers. */
async function ping({ emulatorUrl, guildId }: RunInfo): Promise<string> {
  const discord = new Discord(emulatorUrl!);
  const { channelId, userId } = await discord.firstOf(guildId!);
  const before = (await discord.messages(channelId)).length;
  await discord.say(channelId, userId, "!ping");
  return await until(
    "an answer",
    async () => (await discord.messages(channelId)).slice(before).find(({ author }) => author.bot)?.content,
  );
}

/** Whether the bot is connected to the emulator: what happens in a guild before, nobody is told. */
async function isOnline({ emulatorUrl }: RunInfo): Promise<boolean> {
  const state = await fetch(`${emulatorUrl}/emulator/v1/state`).then((response) => response.json());
  return state.sessions.some((session: unknown) => session);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} stops every process and takes run.json away`, () =>
    withFlora(async (flora, dataDir) => {
      const run = await flora.run();
      assert.deepEqual(run.processes.map(({ name }) => name), [
        "supervisor",
        "emulator",
        "gateway",
        "worker-0",
        "worker-1",
        "api",
      ]);
      assert.equal((await Deno.stat(join(dataDir, "run.json"))).mode! & 0o777, 0o600);
      assert.equal(await flora.stop(signal), 0);
      assert.ok(gone(run));
      await assert.rejects(Deno.stat(join(dataDir, "run.json")), Deno.errors.NotFound);
    }));
}

Deno.test("kill -9 of any process but the supervisor is made up for, and the guild answers again", () =>
  withFlora(async (flora) => {
    assert.equal(await ping(await flora.run()), "pong #1");
    let count = 1;
    for (const name of ["emulator", "gateway", "worker-0", "worker-1", "api"]) {
      const old = (await flora.run()).processes.find((one) => one.name === name)!.pid;
      Deno.kill(old, "SIGKILL");
      const run = await until(`a new ${name}`, async () => {
        const now = await flora.run().catch(() => undefined);
        const pid = now?.processes.find((one) => one.name === name)?.pid;
        return pid !== undefined && pid !== old && isAlive(pid) ? now : undefined;
      });
      const health = () =>
        fetch(`${run.apiUrl}/api/health`).then((response) => response.json()).catch(() => undefined);
      await until("everything to be connected again", async () => (await health())?.status === "ok");
      if (name === "emulator") await until("the bot to be seen", () => isOnline(run));
      assert.equal(await ping(run), `pong #${++count}`, `after ${name}`);
    }
  }));

Deno.test("kill -9 of the supervisor leaves no process behind", () =>
  withFlora(async (flora) => {
    const run = await flora.run();
    Deno.kill(run.processes[0]!.pid, "SIGKILL");
    await until("the end of every process", () => gone(run));
  }));

import assert from "node:assert/strict";
import { join } from "node:path";
import { Discord } from "../../support/discord.ts";
import { type Flora, isAlive, type RunInfo, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { descendants } from "../../support/processes.ts";

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

/** The supervisor and everything it started, guests included. */
function everyProcess({ processes }: RunInfo): number[] {
  const [supervisor] = processes;
  const pids = [supervisor!.pid, ...descendants(supervisor!.pid).map(({ pid }) => pid)];
  assert.deepEqual(processes.filter(({ pid }) => !pids.includes(pid)), [], "run.json names them");
  assert.ok(pids.length > processes.length, "a guest runs");
  return pids;
}

const gone = (pids: number[]) => !pids.some(isAlive);

/** Somebody says `!ping` in the demo guild; resolves with what the bot answers. */
async function ping({ emulatorUrl, guildId }: RunInfo): Promise<string> {
  const discord = new Discord(emulatorUrl!);
  const { channelId, userId } = await discord.firstOf(guildId!);
  const { id } = await discord.say(channelId, userId, "!ping");
  const answer = async () =>
    (await discord.messages(channelId)).find((one) =>
      one.author.bot && one.message_reference?.message_id === id
    );
  return await until("an answer", async () => (await answer())?.content);
}

/** Ids of the people, roles and channels of the guild. */
async function everyId({ emulatorUrl, guildId }: RunInfo): Promise<string[]> {
  const response = await fetch(`${emulatorUrl}/emulator/v1/guilds/${guildId}`);
  const { members, roles, channels } = await response.json();
  const ids = [...members.map(({ user }: { user: { id: string } }) => user), ...roles, ...channels];
  return ids.map(({ id }: { id: string }) => id);
}

/** Whether the bot is connected to the emulator: what happens in a guild before, nobody is told. */
async function isOnline({ emulatorUrl }: RunInfo): Promise<boolean> {
  const state = await fetch(`${emulatorUrl}/emulator/v1/state`).then((response) => response.json());
  return state.sessions.some((session: unknown) => session);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} stops every process, whoever follows a log, and takes run.json away`, () =>
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
      const pids = everyProcess(run);
      const tail = await fetch(`${run.apiUrl}/api/guilds/${run.guildId}/logs/stream`, {
        headers: { authorization: `Bearer ${run.token}` },
      });
      assert.equal(await flora.stop(signal), 0);
      await tail.body!.cancel().catch(() => {});
      assert.doesNotMatch(flora.output(), /Cannot stop/);
      await until("the end of every process", () => gone(pids));
      await assert.rejects(Deno.stat(join(dataDir, "run.json")), Deno.errors.NotFound);
    }));
}

Deno.test("kill -9 of any process but the supervisor is made up for, and the guild answers again", () =>
  withFlora(async (flora) => {
    assert.equal(await ping(await flora.run()), "pong #1");
    const before = await everyId(await flora.run());
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
      if (name === "emulator") assert.deepEqual(await everyId(run), before);
      const answer = await ping(run);
      if (!/^(gateway|worker)/.test(name)) assert.equal(answer, `pong #${++count}`, `after ${name}`);
      else {
        // It may have died before it could tell that the last one was finished.
        assert.ok([`pong #${count + 1}`, `pong #${count + 2}`].includes(answer), answer);
        count = Number(answer.slice("pong #".length));
      }
    }
  }));

Deno.test("kill -9 of the supervisor leaves no process behind", () =>
  withFlora(async (flora) => {
    const run = await flora.run();
    assert.equal(await ping(run), "pong #1");
    const pids = everyProcess(run);
    Deno.kill(run.processes[0]!.pid, "SIGKILL");
    await until("the end of every process", () => gone(pids));
  }));

Deno.test("Ctrl-C while flora starts stops what has started, without waiting for the rest", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-processes-" });
  try {
    const starting = startFlora({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "" }).catch((error) => error);
    const lock = () => Deno.readTextFile(join(dataDir, "supervisor.lock")).catch(() => "");
    const supervisor = await until("the supervisor", async () => Number(await lock()) || undefined);
    await until("its first process", () => descendants(supervisor).length > 0);
    const pids = [supervisor, ...descendants(supervisor).map(({ pid }) => pid)];
    Deno.kill(supervisor, "SIGINT");
    assert.match(String(await starting), /SIGINT: stopping[^]*stopped, no process left/);
    await until("the end of every process", () => gone(pids));
    await assert.rejects(Deno.stat(join(dataDir, "run.json")), Deno.errors.NotFound);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

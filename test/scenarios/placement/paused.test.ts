import assert from "node:assert/strict";
import { join } from "node:path";
import { FloraClient } from "@flora/api-client";
import type { GuildId } from "@flora/model";
import { openStorage } from "@flora/storage";
import { Discord } from "../../support/discord.ts";
import { isAlive, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";

/** Writes under a name of its own all the time, and tells it. */
const SCRIPT = `
const me = "isolate-" + Math.random().toString(36).slice(2);
setInterval(() => kv.store("writes").increment(me).catch(() => {}), 20);
setInterval(() => kv.store("writes").set("latest", me).catch(() => {}), 20);
on("messageCreate", (ctx) => ctx.msg.author.bot ? undefined : ctx.reply(me));`;

Deno.test("a worker that was stopped and comes back after it has lost its guild can neither answer nor write for it", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-paused-" });
  const flora = await startFlora({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "", FLORA_WORKERS: "2" });
  const storage = await openStorage(`sqlite:${join(dataDir, "flora.db")}`);
  try {
    const run = await flora.run();
    const client = new FloraClient({ baseUrl: run.apiUrl, token: run.token });
    const guildId = run.guildId! as GuildId;
    await client.deploy(guildId, { entry: "main.ts", files: { "main.ts": SCRIPT } });
    const discord = new Discord(run.emulatorUrl!);
    const { channelId, userId } = await discord.firstOf(guildId);
    const answers = async () =>
      (await discord.messages(channelId)).filter(({ author }) => author.bot).map(({ content }) => content);
    const writes = async (isolate: string) =>
      Number((await storage.kv.get(guildId, "writes", isolate))?.value ?? 0);
    const nextAnswer = async () => {
      const before = (await answers()).length;
      await discord.say(channelId, userId, "who are you?");
      // It takes ten seconds to notice that a worker hangs.
      return await until("an answer", async () => (await answers())[before], 60_000);
    };

    const first = await nextAnswer();
    await until("it to write", async () => await writes(first) > 0);
    const { placements } = await client.placements();
    const owner = placements.find((one) => one.guildId === guildId)!.worker;
    const { pid } = (await client.workers()).workers.find(({ name }) => name === owner)!;
    Deno.kill(pid, "SIGSTOP");
    try {
      const second = await nextAnswer();
      assert.notEqual(second, first);
      await until("the new one to write", async () => await writes(second) > 0);
      // The guest of before went on meanwhile: what it wants written waits for its worker.
      const before = await writes(first);
      if (isAlive(pid)) Deno.kill(pid, "SIGCONT");
      await until("the stopped worker to find out", () => !isAlive(pid));
      assert.equal(await writes(first), before);
      assert.equal((await storage.kv.get(guildId, "writes", "latest"))!.value, second);
      assert.equal(await nextAnswer(), second);
      // The first question comes again too where its worker was stopped before it had said that it was done.
      const [told, ...later] = await answers();
      assert.deepEqual([told, ...new Set(later)], [first, second]);
    } finally {
      if (isAlive(pid)) Deno.kill(pid, "SIGCONT");
    }
  } finally {
    await storage.close();
    await flora.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("a worker that stays stopped is killed, whatever it holds, and another takes its place", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "flora-stuck-" });
  const flora = await startFlora({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "", FLORA_WORKERS: "2" });
  try {
    const run = await flora.run();
    const client = new FloraClient({ baseUrl: run.apiUrl, token: run.token });
    const pids = async () => (await client.workers()).workers.map(({ pid }) => pid);
    const [stuck, other] = await pids();
    Deno.kill(stuck!, "SIGSTOP");
    await until("its end", () => !isAlive(stuck!), 60_000);
    const now = await until("two workers again", async () => {
      const now = await pids();
      return now.length === 2 && now;
    });
    assert.ok(now.includes(other!) && !now.includes(stuck!), flora.output());
  } finally {
    await flora.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});

import assert from "node:assert/strict";
import { startEmulator } from "@flora/discord-emulator";
import { Discord } from "../../support/discord.ts";
import { startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { type TestGuild, testGuilds } from "../../support/guilds.ts";
import { checkRequests } from "../../support/oracle.ts";

const PONG = (text: string) =>
  `createBot({ slashCommands: [slash({ name: "roll", description: "Rolls", run: (ctx) => ctx.reply("six") })] });
on("messageCreate", async (ctx) => { if (ctx.msg.content === "ping") { console.log("pinged"); await ctx.reply("${text}"); } });`;

Deno.test("a guild is looked after inside Discord alone: /flora, from the first deploy to the rollback", async (t) => {
  const emulator = await startEmulator({ guilds: [{}, {}], rateLimits: "off", globalRateLimit: 0 });
  const dataDir = await Deno.makeTempDir({ prefix: "flora-inside-" });
  const flora = await startFlora({
    FLORA_DATA_DIR: dataDir,
    FLORA_WORKERS: "1",
    DISCORD_TOKEN: emulator.token,
    DISCORD_API_URL: emulator.apiUrl,
  });
  const [home, other] = testGuilds(emulator) as [TestGuild, TestGuild];
  const people = new Discord(emulator.url);

  /** What the person reads in the end; it must be for them alone. */
  async function ask(options: Record<string, unknown>, guild = home): Promise<string> {
    const { id } = await people.command(guild.channelId, guild.userId, "flora", options);
    const response = await until("an answer", async () => {
      const { responses: [one] } = await people.interaction(id);
      return one && one.content !== "" && one;
    });
    assert.ok(response.ephemeral);
    return response.content;
  }
  const file = (content: string, filename = "bot.ts") => ({ deploy: { file: { filename, content } } });
  const said = async (content: string) => {
    const { id } = await people.say(home.channelId, home.userId, content);
    return id;
  };
  const answered = (after: string, content: string) =>
    until(
      `"${content}"`,
      async () =>
        (await people.messages(home.channelId)).some((one) =>
          BigInt(one.id) > BigInt(after) && one.content === content
        ),
    );

  try {
    await until("the commands", () => emulator.world.globalCommands.size === 2);

    await t.step("a file goes live and answers", async () => {
      assert.match(await ask({ status: {} }), /Nothing is deployed here/);
      const live = await ask(file(PONG("pong")));
      assert.match(live, /^\*\*Live\*\* as deployment 1 .*\nIt can now: reply, hear messageCreate/);
      await answered(await said("ping"), "pong");
      assert.match(await ask({ status: {} }), /^\*\*Live\*\*: deployment 1 [^]*Commands: `\/roll`/);
      await until("what it printed", async () => /INFO {2}pinged/.test(await ask({ logs: {} })));
      assert.match(await ask({ why: { what: "/roll" } }), /Nothing of it is remembered/);
    });

    await t.step("a message's code block goes live by its menu, and the one before comes back", async () => {
      const code = await said("```ts\n" + PONG("pong two") + "\n```");
      const { id } = await people.menu(home.channelId, home.userId, "Deploy with flora", code);
      await until(
        "it to be live",
        async () => /deployment 2/.test((await people.interaction(id)).responses[0]?.content ?? ""),
      );
      await answered(await said("ping"), "pong two");
      const choices = await people.complete(home.channelId, home.userId, "flora", {
        rollback: { revision: "" },
      }, "revision");
      const [revision] = await until(
        "choices",
        async () => (await people.interaction(choices.id)).choices ?? undefined,
      );
      await ask(file(PONG("theirs")), other);
      assert.match(await ask({ rollback: { revision: revision!.value } }, other), /has no such revision/);
      assert.match(await ask({ rollback: { revision: revision!.value } }), /as deployment 3/);
      await answered(await said("ping"), "pong");
    });

    await t.step("pause and resume", async () => {
      assert.match(await ask({ pause: {} }), /Paused/);
      const quiet = await said("ping");
      assert.match(await ask({ why: { what: quiet } }), /paused by somebody/);
      assert.match(await ask({ resume: {} }), /Resumed/);
      await answered(await said("ping"), "pong");
    });

    await t.step("what a script may not take, and what is wrong in one", async () => {
      const taking =
        `createBot({ slashCommands: [slash({ name: "flora", description: "Mine", run() {} })] });`;
      assert.match(await ask(file(taking)), /Cannot register command "flora": flora answers it itself/);
      assert.match(await ask(file("let x = ;")), /^❌ [^]*main\.ts:1:9/);
      assert.match(await ask(file("throw new Error('boom');")), /boom[^]*main\.ts:1/);
      assert.match(await ask({ status: {} }), /deployment 3 /);
      assert.equal(emulator.world.globalCommands.size, 2);
    });

    await t.step("somebody who may not manage the guild", async () => {
      const mallory = emulator.world.addUser({ username: "mallory" });
      await people.join(home.id, mallory.id);
      const use = () => people.command(home.channelId, mallory.id, "flora", { pause: {} });
      await assert.rejects(use(), /default member permissions/);
      for (const command of emulator.world.globalCommands.values()) {
        command.body.default_member_permissions = null;
      }
      const { id } = await use();
      await until(
        "a refusal",
        async () => /Manage Server/.test((await people.interaction(id)).responses[0]?.content ?? ""),
      );
      assert.match(await ask({ status: {} }), /^\*\*Live/);
    });

    await t.step("what was sent is what Discord takes", async () => {
      const { problems } = await checkRequests(emulator.requests.since(0));
      assert.deepEqual(problems, []);
    });
  } finally {
    assert.equal(await flora.stop(), 0);
    await emulator.close();
    await Deno.remove(dataDir, { recursive: true });
  }
});

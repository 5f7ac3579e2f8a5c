import assert from "node:assert/strict";
import { join } from "node:path";
import { Browser } from "../../../apps/api/src/testing/browser.ts";
import { flora as cli } from "../../support/cli.ts";
import { Conversation } from "../../support/dev.ts";
import { Discord } from "../../support/discord.ts";
import { until } from "@flora/model/until";
import { startLogin } from "../../support/login.ts";
import { Bench, ends } from "../cli/bench.ts";

Deno.test("the whole story: from nothing to a running bot that can be taken back, by command line, by API and inside Discord", async (t) => {
  await using bench = await Bench.open();
  const { apiUrl, emulatorUrl, guildId } = await bench.flora.run();
  const bot = join(bench.folder, "bot");
  const env = { HOME: bench.folder, XDG_CONFIG_HOME: join(bench.folder, "config"), FLORA_API_URL: apiUrl };
  const run = (...args: string[]) => cli(args, { cwd: bot, env });
  const discord = new Discord(emulatorUrl!);
  const { channelId, userId } = await discord.firstOf(guildId!);
  const answers = async (word: string) => {
    await discord.say(channelId, userId, "ping");
    await until(
      word,
      async () => (await discord.messages(channelId)).some(({ content }) => content === word),
    );
  };

  await t.step("init from a template", async () => {
    ends(await bench.run(["init", "bot", "--template", "hello", "--guild", guildId!]), 0, /Wrote hello to/);
  });

  await t.step("dev: try it, change it, try it again", async () => {
    await using dev = Conversation.pipe(["dev"], bot);
    await dev.hear(/live in/);
    await dev.say("ping", /flora \(to #1\): pong/);
    const main = await Deno.readTextFile(join(bot, "main.ts"));
    await Deno.writeTextFile(join(bot, "main.ts"), main.replace(`"pong"`, `"pong pong"`));
    await dev.hear(/live in/);
    await dev.say("ping", /: pong pong/);
    assert.equal(await dev.close(), 0);
  });

  await t.step("test, once it asks for what is wanted now", async () => {
    const path = join(bot, "main.test.ts");
    await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace(`"pong"`, `"pong pong"`));
    ends(await run("test"), 0, /1 passed/);
  });

  await t.step("login, through Discord in a browser", async () => {
    const guild = await (await fetch(`${emulatorUrl}/emulator/v1/guilds/${guildId}`)).json();
    const browser = new Browser();
    const { url } = await browser.get(`${apiUrl}/api/auth/login`);
    await browser.submit(url, { user_id: guild.ownerId, decision: "authorize" });
    const login = await startLogin(bench.folder, apiUrl);
    await browser.submit(`${apiUrl}/device`, { user_code: login.code, decision: "allow" });
    ends(await login.end(), 0, /Logged in at/);
  });

  await t.step("validate and deploy: it answers in the guild", async () => {
    ends(await run("validate"), 0, /A deploy would be taken/);
    ends(await run("deploy"), 0, /Live as deployment 2 [^]*commands +\/hello[^]*can now/);
    await answers("pong pong");
  });

  await t.step("logs tell what it says, diff and history what changed, rollback takes it back", async () => {
    const main = await Deno.readTextFile(join(bot, "main.ts"));
    await Deno.writeTextFile(
      join(bot, "main.ts"),
      main.replace(`"pong pong"`, `"worse"`) + `console.log("second");\n`,
    );
    ends(await run("diff"), 0, /1 files differ/);
    ends(await run("deploy"), 0, /Live as deployment 3/);
    await answers("worse");
    await until("the log", async () => /second/.test((await run("logs")).stdout));
    ends(await run("rollback"), 0, /Live again: .*as deployment 4/);
    ends(await run("history"), 0, /\n4 [^]*\n3 [^]*\n2 /);
  });

  await t.step("the same by API", async () => {
    const { token } = JSON.parse(await Deno.readTextFile(join(bench.folder, "config/flora/login.json")));
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const call = (method: string, path: string, body?: unknown) =>
      fetch(`${apiUrl}/api/guilds/${guildId}${path}`, {
        method,
        headers,
        ...body === undefined ? {} : { body: JSON.stringify(body) },
      });
    const files = {
      "main.ts": `on("messageCreate", (ctx) => ctx.msg.content === "ping" && ctx.reply("by API"));\n`,
    };
    const made = await call("POST", "/deployments", { entry: "main.ts", files });
    assert.equal(made.status, 201);
    await made.body?.cancel();
    await answers("by API");
    const { deployments } = await (await call("GET", "/deployments")).json();
    const { revisionId } = deployments.find(({ number }: { number: number }) => number === 3);
    const back = await call("POST", "/deployment/rollback", { revisionId });
    assert.equal((await back.json()).number, 6);
    ends(await run("get"), 0, new RegExp(`number +6\nrevision +${revisionId}`));
  });

  await t.step(
    "the same inside Discord, by the person who logged in; the audit log knows every door",
    async () => {
      const { ownerId } = await (await fetch(`${emulatorUrl}/emulator/v1/guilds/${guildId}`)).json();
      const ask = async (options: Record<string, unknown>) => {
        const { id } = await discord.command(channelId, ownerId, "flora", options);
        return await until("an answer", async () => {
          const { responses: [response] } = await discord.interaction(id);
          return response?.content || undefined;
        });
      };
      const content = `on("messageCreate", (ctx) => ctx.msg.content === "ping" && ctx.reply("by /flora"));\n`;
      assert.match(
        await ask({ deploy: { file: { filename: "bot.ts", content } } }),
        /Live.* as deployment 7/,
      );
      await answers("by /flora");
      const { revisionId } = JSON.parse((await run("history", "--json")).stdout).deployments
        .find(({ number }: { number: number }) => number === 5);
      assert.match(await ask({ rollback: { revision: revisionId } }), /as deployment 8/);
      await answers("by API");
      const { entries } = JSON.parse((await run("audit", "--json")).stdout);
      const doors = entries.map(({ action, actor }: { action: string; actor: { kind: string } }) =>
        `${action} ${actor.kind}`
      );
      assert.deepEqual(doors.slice(0, 2), ["deployment.rollback command", "deployment.create command"]);
      assert.ok(doors.includes("deployment.create person"), doors.join());
    },
  );
});

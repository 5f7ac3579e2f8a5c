import assert from "node:assert/strict";
import { join } from "node:path";
import { flora } from "../../support/cli.ts";
import { Conversation, noTerminal } from "../../support/dev.ts";

const names = [
  ".gitignore",
  "README.md",
  "flora.config.ts",
  "main.test.ts",
  "main.ts",
  "package.json",
  "tsconfig.json",
];
const guild = "123456789012345678";

async function listed(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

Deno.test("flora init begins a project, and never overwrites", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "flora-init-" });
  const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, ".config") };
  const run = (...args: string[]) => flora(["init", ...args], { env, cwd: folder });

  await t.step("lists its templates", async () => {
    const { code, stdout } = await run("--templates");
    assert.equal(code, 0);
    assert.match(stdout, /^hello +The smallest bot[^]*\npolls +/);
    assert.equal(
      JSON.parse((await run("--templates", "--json")).stdout).templates.length,
      stdout.trim().split("\n").length,
    );
  });

  await t.step("asks nothing in a pipe: what is open must be said", async () => {
    const asked = await run("bot");
    assert.deepEqual([asked.code, /name folder and --template, or say --yes/.test(asked.stderr)], [2, true]);
    assert.match((await run("bot", "--template", "none")).stderr, /there are hello, /);
    assert.match((await run("bot", "--yes", "--guild", "home")).stderr, /an id has 17 to 20 digits/);
    await assert.rejects(Deno.stat(join(folder, "bot")), Deno.errors.NotFound);
  });

  await t.step("writes all that a project needs", async () => {
    const result = await run("My Bot!", "--template", "polls", "--guild", guild);
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /Next:\n +cd 'My Bot!'\n +npm install[^]*npx flora dev/);
    const bot = join(folder, "My Bot!");
    assert.deepEqual(await listed(bot), names);
    const { name, devDependencies } = JSON.parse(await Deno.readTextFile(join(bot, "package.json")));
    assert.equal(name, "my-bot-");
    assert.deepEqual(Object.keys(devDependencies), ["@flora/cli", "@flora/sdk", "typescript"]);
    assert.match(await Deno.readTextFile(join(bot, "flora.config.ts")), new RegExp(`guild: "${guild}"`));
  });

  await t.step("keeps what stands there, and refuses where it would have to overwrite", async () => {
    const there = join(folder, "there");
    await Deno.mkdir(there);
    await Deno.writeTextFile(join(there, "package.json"), "{}");
    const first = await run("there", "--yes", "--json");
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual(JSON.parse(first.stdout).kept, ["package.json"]);
    assert.equal(await Deno.readTextFile(join(there, "package.json")), "{}");
    await Deno.remove(join(there, "main.test.ts"));
    await Deno.symlink("/nowhere", join(there, "main.test.ts"));
    const again = await run("there", "--yes");
    assert.deepEqual([
      again.code,
      /it has flora\.config\.ts, main\.test\.ts, main\.ts already/.test(again.stderr),
    ], [2, true]);
    const beyond = await run("there/main.ts/bot", "--yes");
    assert.equal(beyond.code, 1);
    assert.match(beyond.stderr, /error Cannot begin a project in .*bot: \w/);
  });
  await Deno.remove(folder, { recursive: true });
});

const missing = noTerminal();

Deno.test({
  name: `flora init asks in a real terminal${missing ? ` (skipped: ${missing})` : ""}`,
  ignore: missing !== undefined,
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "flora-init-" });
    await t.step("folder, template, server, packages", async () => {
      await using init = Conversation.terminal(["init"], folder);
      await init.hear(/In which folder\?[^]*└/);
      await init.type("bot\r");
      await init.hear(/What does it begin as\?[^]*●[^]*Hello[^]*└/);
      await init.type("\x1b[B");
      await init.hear(/●[^]*└/);
      await init.type("\r");
      await init.hear(/Id of your server\?[^]*└/);
      await init.type("12\r");
      await init.hear(/An id has 17 to 20 digits/);
      await init.type("\x7f\x7f");
      await init.type("\r");
      await init.hear(/Install its packages[^]*└/);
      await init.type("n");
      await init.hear(/ github-feed to [^]*Next:/);
      assert.equal(await init.end(), 0);
      assert.deepEqual(await listed(join(folder, "bot")), names);
    });

    await t.step("Ctrl-C writes nothing", async () => {
      await using init = Conversation.terminal(["init", "other"], folder);
      await init.hear(/What does it begin as\?[^]*└/);
      await init.type("\x03");
      await init.hear(/nothing was written/);
      assert.equal(await init.end(), 1);
      await assert.rejects(Deno.stat(join(folder, "other")), Deno.errors.NotFound);
    });
    await Deno.remove(folder, { recursive: true });
  },
});

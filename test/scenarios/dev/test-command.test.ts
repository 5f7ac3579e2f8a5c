import assert from "node:assert/strict";
import { join } from "node:path";
import { flora } from "../../support/cli.ts";
import { Conversation } from "../../support/dev.ts";

const withHarness = `
import assert from "node:assert/strict";
import { Flora } from "@flora/sdk/testing";
Deno.test("ping is answered", async () => {
  await using flora = await Flora.start();
  const guild = await flora.guild({ script: new URL("./main.ts", import.meta.url), members: ["ada"] });
  await (await guild.member("ada")).says("!ping");
  assert.equal((await guild.next()).content, "pong");
});`;

const plain = (name: string, ok: boolean) => `
import assert from "node:assert/strict";
Deno.test("${name}", () => assert.ok(${ok}));`;

Deno.test("flora test runs a project's tests, and its exit code says how they ended", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "flora-test-" });
  const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, ".config") };
  const run = (...args: string[]) => flora(["test", ...args], { env, cwd: folder });
  const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
  await Deno.mkdir(join(folder, "node_modules/other"), { recursive: true });
  await Deno.mkdir(join(folder, "more"));
  await write("node_modules/other/theirs.test.ts", plain("theirs", false));

  await t.step("without any it is wrong usage", async () => {
    const none = await run();
    assert.deepEqual([none.code, /there is no \*\.test\.ts/.test(none.stderr)], [2, true]);
  });

  await t.step("with the harness, where nothing is installed", async () => {
    await write(
      "main.ts",
      `createBot({ commands: [prefix({ name: "ping", run: (ctx) => ctx.reply("pong") })] });`,
    );
    await write("main.test.ts", withHarness);
    const { code, stdout, stderr } = await run();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /ping is answered \.\.\. ok[^]*1 passed/);
  });

  await t.step("a failed test fails the command; --filter and files choose", async () => {
    await write("main.test.ts", plain("good", true));
    await write("more/bad.test.ts", plain("bad", false));
    const both = await run("--json");
    assert.deepEqual([both.code, JSON.parse(both.stdout)], [1, {
      ok: false,
      tests: 2,
      failed: 1,
      skipped: 0,
    }]);
    assert.equal((await run("--filter", "good")).code, 0);
    const piped = await flora(["test", "main.test.ts"], { env: { ...env, NO_COLOR: "" }, cwd: folder });
    assert.deepEqual([piped.code, piped.stdout.includes("\u001b")], [0, false]);
    const bad = await run("more/bad.test.ts");
    assert.equal(bad.code, 1);
    assert.match(bad.stdout + bad.stderr, /bad\.test\.ts/);
  });

  await t.step("--watch runs them again after a save, until Ctrl-C", async () => {
    await using watching = Conversation.pipe(["test", "--watch", "main.test.ts"], folder);
    await watching.hear(/good \.\.\. ok/);
    await write("main.test.ts", plain("changed", true));
    await watching.hear(/changed \.\.\. ok/);
    assert.equal(await watching.kill("SIGINT"), 0);
  });
  await Deno.remove(folder, { recursive: true });
});

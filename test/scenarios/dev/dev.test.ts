import assert from "node:assert/strict";
import { join } from "node:path";
import { flora } from "../../support/cli.ts";
import { Conversation } from "../../support/dev.ts";
import { until } from "@flora/model/until";
import { descendants, stillRunning } from "../../support/processes.ts";
import { script } from "./project.ts";

Deno.test("flora dev, a whole guild on this machine", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "flora-dev-" });
  const main = join(folder, "main.ts");
  const save = (text: string) => Deno.writeTextFile(main, text);
  await save(script("pong"));
  const settings = "export default { dev: { members: ['ada', 'bob'], channels: [{ name: 'hall' }] } };";
  await Deno.writeTextFile(join(folder, "flora.config.ts"), settings);
  await using dev = Conversation.pipe(["dev"], folder, {
    DISCORD_TOKEN: "never.used",
    FLORA_WORKERS: "many",
  });

  await t.step("says what it is, needing neither account nor token", async () => {
    await dev.hear(/runs main\.ts[^]*members +owner \(owner\), ada, bob\n +channels +#hall\n/);
    await dev.hear(/live in \d+ ms, \/hello/);
  });

  await t.step("takes messages of any member, and commands with options", async () => {
    await dev.say("!ping", /ada: !ping[^]*flora \(to #1\): pong 1\n/);
    await dev.say("/as bob !ping", /bob: !ping[^]*flora \(to #3\): pong 2\n/);
    await dev.say("/as bob", /^/);
    await dev.say(
      "/hello Ada Lovelace",
      /only bob sees this\): Hello Ada Lovelace x1\n +\[1 Wave\] +\[2 Ask\]/,
    );
    await dev.say('/hello times:2 who:"the who: x"', /Hello the who: x x2\n +\[3 Wave\] +\[4 Ask\]/);
  });

  await t.step("presses buttons and fills in forms", async () => {
    await dev.say("/click 1", /edited\): waved/);
    await dev.say("/click 4", /form A question opened for bob: Your name, Why/);
    await dev.say("", /Cannot leave "Your name" empty: it is required/);
    await dev.type("Bob\n");
    await dev.say("because", /: Bob says because/);
    await dev.say("/click 4", /form/);
    await dev.say("/cancel", /The form was closed/);
  });

  await t.step("tells what cannot be, with what could", async () => {
    await dev.say("/helo", /Cannot find command "\/helo": there are \/hello/);
    await dev.say("/hello", /option "who" is required/);
    await dev.say("/hello who:x times:y", /Cannot read times: "y" is no number/);
    await dev.say("/as carol", /Cannot find member "carol": there are owner, ada, bob/);
    await dev.say("/join carol", /carol joined/);
    await dev.say("/as carol !ping", /carol: !ping[^]*pong 3/);
    await dev.say("/click 99", /no button or menu has this number/);
    await dev.say("/react #1 👍", /bob reacted 👍 to #1/);
    await dev.say("/advance 2h", /\d\d:\d\d UTC now/);
    await dev.say("/advance soon", /write a duration such as/);
    await dev.say("/commands", /\/hello who:… \[times:…\] +Greets someone/);
    await dev.say("/help", /\/as <member> \[line\][^]*\/quit/);
  });

  await t.step("shows errors at the author's line", async () => {
    await dev.say("!boom", /ERROR[^\n]*no good\n +at [^\n]*main\.ts:4:\d+/);
  });

  await t.step("is live again after each save in the same processes, and keeps state", async () => {
    const running = () => Deno.readTextFile(join(folder, ".flora/dev/run.json"));
    const before = await running();
    for (let round = 4; round < 9; round++) {
      await save(script(`round${round}`));
      await dev.hear(/live in \d+ ms/);
      await dev.say("!ping", new RegExp(`round${round} ${round}\\n`));
    }
    assert.equal(await running(), before, "nothing of flora was started anew");
  });

  await t.step("refuses a broken save with its place, and goes on with what ran", async () => {
    await save("createBot({ commands: [ });");
    await dev.hear(/error Cannot bundle "main\.ts": main\.ts:1:\d+[^]*What ran before still runs/);
    await dev.say("!ping", /round8 9\n/);
    await save(`\nthrow new Error("at load");`);
    await dev.hear(/error [^\n]*at load[^]*main\.ts:2:7/);
    await dev.say("!ping", /round8 10\n/);
  });

  await t.step("sees new folders, and leaves other files alone", async () => {
    await Deno.mkdir(join(folder, "lib"));
    await Deno.writeTextFile(join(folder, "lib/word.ts"), `export const word = "first";`);
    await save(`import { word } from "./lib/word.ts";\n` + script("${word}"));
    await dev.hear(/live in/);
    await dev.say("!ping", /first 11\n/);
    await Deno.writeTextFile(join(folder, "lib/word.ts"), `export const word = "second";`);
    await dev.hear(/live in/);
    await dev.say("!ping", /second 12\n/);
    await Deno.writeTextFile(join(folder, "lib/other.ts"), "export {};");
    await dev.say("!ping", /ada|bob/);
    assert.doesNotMatch(dev.text.slice(dev.text.lastIndexOf("second 12")), /live in/);
  });

  await t.step("is found by other commands with --local", async () => {
    const env = {
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, ".config"),
      FLORA_API_URL: "http://127.0.0.1:9",
    };
    const logs = await flora(["logs", "--local", "--limit", "500"], { env, cwd: folder });
    assert.match(logs.stdout, /no good/);
    const file = await Deno.stat(join(folder, ".flora/dev.json"));
    assert.equal(file.mode! & 0o777, 0o600);
  });

  await t.step("ends with its input, and leaves nothing behind", async () => {
    const processes = descendants(dev.pid);
    assert.ok(processes.length >= 5, `${processes.length} processes`);
    assert.equal(await dev.close(), 0);
    await until("no process left", () => stillRunning(processes).length === 0);
    await assert.rejects(Deno.stat(join(folder, ".flora/dev.json")), Deno.errors.NotFound);
    const late = await flora(["logs", "--local"], { env: { HOME: folder }, cwd: folder });
    assert.deepEqual([late.code, /start `flora dev`/.test(late.stderr)], [2, true]);
  });

  await t.step("finds what the script stored, unless --fresh; --json is one value per line", async () => {
    await save(script("again"));
    for (const [fresh, expected] of [[[], "again 14"], [["--fresh"], "again 1"]] as const) {
      await using later = Conversation.pipe(["dev", "--json", ...fresh], folder);
      await later.say("!ping", new RegExp(`"lines":\\["${expected}"\\]`));
      assert.equal(await later.close(), 0);
      const out = later.text.split("\n").filter((line) => line.startsWith("{")).map((line) =>
        JSON.parse(line)
      );
      assert.ok(out.some(({ type, ms }) => type === "live" && ms > 0));
    }
  });

  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    await t.step(`leaves nothing behind after ${signal}`, async () => {
      await using run = Conversation.pipe(["dev", "--no-chat"], folder);
      await run.hear(/live in/);
      const processes = descendants(run.pid);
      const code = await run.kill(signal);
      assert.equal(code, signal === "SIGKILL" ? 137 : 0);
      await until("no process left", () => stillRunning(processes).length === 0);
    });
  }
  await Deno.remove(folder, { recursive: true });
});

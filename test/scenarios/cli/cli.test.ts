import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "@flora/model/until";
import { Bench, ends } from "./bench.ts";

Deno.test("flora, the command line, against a running flora", async (t) => {
  await using bench = await Bench.open();
  const { apiUrl, token, guildId } = await bench.flora.run();
  await Deno.writeTextFile(
    join(bench.folder, "main.ts"),
    `console.log("loaded");\non("ready", () => console.log("ready"));\n`,
  );

  await t.step("a command explains itself, and one that is not there what was meant", async () => {
    // What every one of them says is tested where they are made.
    for (const path of ["", "kv set"]) {
      const help = await bench.run([...path.split(" ").filter(Boolean), "--help"]);
      ends(help, 0, new RegExp(`Usage: flora ${path}`));
    }
    ends(await bench.run(["depoly"]), 2, /unknown command 'depoly'[^]*deploy/);
    ends(await bench.run(["logs", "--limit", "0"]), 2, /1 to 1000/);
  });

  await t.step("health, in words and in JSON", async () => {
    ends(await bench.local("health"), 0, /status +ok[^]*emulator/);
    const { status, gateway } = JSON.parse((await bench.local("health", "--json")).stdout);
    assert.deepEqual([status, gateway.emulated], ["ok", true]);
  });

  await t.step("an API that is not there, and a token that is not known", async () => {
    ends(
      await bench.run(["list"], { FLORA_API_URL: "http://127.0.0.1:9" }),
      6,
      /Cannot reach http:\/\/127\.0\.0\.1:9/,
    );
    ends(
      await bench.run(["list", "--api", apiUrl, "--token", "flora_no"]),
      3,
      /token is unknown, run `flora login`/,
    );
    ends(await bench.run(["list", "--api", apiUrl]), 3, /token/);
  });

  await t.step("login reads the token from standard input and keeps it for its owner only", async () => {
    ends(await bench.run(["login", "--api", apiUrl], {}, "flora_no\n"), 3, /token is unknown/);
    const nowhere = { XDG_CONFIG_HOME: join(bench.folder, "no-folder") };
    await Deno.writeTextFile(nowhere.XDG_CONFIG_HOME, "a file");
    const unsaved = await bench.run(["login", "--api", apiUrl], nowhere, `${token}\n`);
    ends(unsaved, 1, /Cannot save the login in .*login\.json: \w/);
    const result = await bench.run(["login", "--api", apiUrl], {}, `${token}\n`);
    ends(result, 0, /Logged in at/);
    assert.ok(!result.stdout.includes(token));
    const saved = await Deno.stat(join(bench.folder, "config/flora/login.json"));
    assert.equal(saved.mode! & 0o777, 0o600);
    ends(await bench.run(["list"]), 0, new RegExp(guildId!));
  });

  await t.step("deploy, get and list tell what is live", async () => {
    ends(await bench.run(["deploy"]), 2, /--guild/);
    ends(await bench.run(["deploy", "none.ts", "--guild", guildId!]), 2, /no such file/);
    ends(await bench.run(["deploy", "--guild", guildId!]), 0, /Live as deployment 2[^]*events +ready/);
    ends(await bench.run(["get", "--guild", guildId!]), 0, /number +2[^]*entry +main\.ts \(1 files/);
    const { deployments } = JSON.parse((await bench.run(["list", "--json"])).stdout);
    assert.deepEqual(deployments.map(({ number }: { number: number }) => number), [2]);
    ends(await bench.run(["get", "--guild", "910000000000000001"]), 4, /910000000000000001/);
  });

  await t.step("deploy refuses a broken project before it is uploaded, with the place", async () => {
    await Deno.writeTextFile(join(bench.folder, "broken.ts"), `import "node:fs";\n`);
    ends(await bench.run(["deploy", "broken.ts", "--guild", guildId!]), 5, /broken\.ts:1:8[^]*node:fs/);
  });

  await t.step("logs shows what was printed, and --follow what is printed next", async () => {
    const guild = ["--guild", guildId!];
    await until("the first lines", async () => /ready/.test((await bench.run(["logs", ...guild])).stdout));
    ends(await bench.run(["logs", ...guild, "--limit", "1", "--json"]), 0, /^\{"[^\n]*\}\n$/);
    const binary = join(import.meta.dirname!, "../../../node_modules/.bin/flora");
    const tail = new Deno.Command(binary, {
      args: ["logs", ...guild, "--follow"],
      env: { NO_COLOR: "1", FLORA_API_URL: apiUrl, FLORA_TOKEN: token },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const seen = (async () => {
      let text = "", told = false;
      for await (const bytes of tail.stdout) {
        text += new TextDecoder().decode(bytes);
        // Once: it may have ended by the next line.
        if (!told && (told = /loaded[^]*ready[^]*loaded/.test(text))) tail.kill("SIGINT");
      }
      return text;
    })();
    ends(await bench.run(["deploy", "--guild", guildId!]), 0, /Live as deployment 3/);
    assert.match(await seen, /loaded[^]*ready[^]*loaded/);
    assert.equal((await tail.status).code, 0);
  });

  await t.step("deploy says what the script can do now, and no more", async () => {
    const guild = ["--guild", guildId!];
    const source = `on("ready", () => { rest.banMember({ userId: "1" }); });\n`;
    await Deno.writeTextFile(join(bench.folder, "ban.ts"), source);
    ends(await bench.run(["deploy", "ban.ts", ...guild]), 0, /can now +ban members/);
    ends(await bench.run(["deploy", ...guild]), 0, /no more +ban members/);
  });

  await t.step("why says what became of events", async () => {
    const guild = ["--guild", guildId!];
    ends(await bench.run(["why", ...guild]), 0, /ready ran the script handled it[^]*EVENT +REASON +COUNT/);
    ends(await bench.run(["why", "/nothing", ...guild]), 0, /Nothing of it is remembered/);
    ends(await bench.run(["why", "--since", "soon", ...guild]), 2, /must be like 10m/);
    const { records } = JSON.parse((await bench.run(["why", "--json", "--since", "1h", ...guild])).stdout);
    assert.ok(records.every(({ reason }: { reason: string }) => reason === "ran"));
  });

  await t.step("secrets are set from standard input and never shown", async () => {
    const guild = ["--guild", guildId!];
    ends(
      await bench.run(["secrets", "set", "KEY", "--host", "api.example.com", ...guild], {}, ""),
      2,
      /no value was given on standard input/,
    );
    ends(
      await bench.run(
        ["secrets", "set", "KEY", "--host", "api.example.com", ...guild],
        {},
        "the-true-value\n",
      ),
      0,
      /Set KEY/,
    );
    const list = await bench.run(["secrets", "list", ...guild]);
    ends(list, 0, /KEY +api\.example\.com/);
    assert.ok(!list.stdout.includes("the-true-value"));
    ends(await bench.run(["secrets", "delete", "KEY", ...guild]), 0, /Deleted KEY/);
    ends(await bench.run(["secrets", "delete", "KEY", ...guild]), 4, /KEY/);
  });

  await t.step("settings shows the form, fills in a field and takes it back", async () => {
    const guild = ["--guild", guildId!];
    const settings = (...args: string[]) => bench.run(["settings", ...args, ...guild]);
    ends(await settings(), 0, /No settings/);
    const form = `{
      greeting: { type: "string", label: "What to say", default: "hello", max: 10 },
      most: { type: "number", label: "How many" }, loud: { type: "boolean", label: "Loudly" } }`;
    await Deno.writeTextFile(join(bench.folder, "form.ts"), `settings(${form});\n`);
    ends(await bench.run(["deploy", "form.ts", ...guild]), 0, /Live as/);
    ends(await settings(), 0, /greeting +hello \(default\) +string +What to say\nmost +not set +number/);
    ends(await settings("greeting", "hi there"), 0, /^hi there\n$/);
    ends(await settings("most", "2.5"), 0, /^2\.5\n$/);
    ends(await settings("loud", "no"), 0, /^false\n$/);
    ends(await settings("greeting"), 0, /^hi there\n$/);
    ends(await settings("greeting", "--reset"), 0, /^hello\n$/);
    const { settings: shown } = JSON.parse((await settings("most", "--json")).stdout);
    assert.deepEqual(shown, [{ key: "most", type: "number", label: "How many", value: 2.5, set: true }]);
    ends(await settings("greeting", "much too long"), 1, /must be at most 10 characters long/);
    ends(await settings("most", "many"), 2, /"many" is no number/);
    ends(await settings("loud", "maybe"), 2, /say true or false/);
    ends(await settings("other", "1"), 2, /there are greeting, most, loud/);
    ends(await settings("--reset"), 2, /name one setting/);
  });

  await t.step("webhooks shows addresses, and rotate makes a new one", async () => {
    const guild = ["--guild", guildId!];
    ends(await bench.run(["webhooks", ...guild]), 0, /No webhooks/);
    await Deno.writeTextFile(
      join(bench.folder, "hook.ts"),
      `webhook("ci", () => "heard", { signature: "github", secret: "SIGNED" });\n`,
    );
    ends(await bench.run(["deploy", "hook.ts", ...guild]), 0, /Live as/);
    const list = await bench.run(["webhooks", ...guild]);
    ends(list, 0, /ci +github with SIGNED, which is not set +http:.*\/hooks\/\d+\/ci\/[\w-]{32}/);
    ends(
      await bench.run(["secrets", "set", "SIGNED", "--nowhere", ...guild], {}, "value\n"),
      0,
      /Set SIGNED/,
    );
    ends(await bench.run(["secrets", "list", ...guild]), 0, /SIGNED +nowhere/);
    ends(await bench.run(["webhooks", ...guild]), 0, /github with SIGNED +http/);
    const { stdout } = await bench.run(["webhooks", "rotate", "ci", ...guild]);
    assert.match(stdout, /^http:.*\/ci\/[\w-]{32}\n$/);
    assert.ok(!list.stdout.includes(stdout.trim()));
    ends(await bench.run(["webhooks", "rotate", "none", ...guild]), 4, /there is none/);
  });
});

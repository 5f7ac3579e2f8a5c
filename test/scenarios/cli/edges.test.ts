import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { Bench, ends } from "./bench.ts";

const binary = join(root, "node_modules/.bin/flora");

/** A follower of the demo guild's log, whose output the caller reads. */
function follower(bench: Bench, ...command: string[]): Deno.ChildProcess {
  return new Deno.Command(command[0] ?? binary, {
    args: command.length > 0 ? command.slice(1) : ["logs", "--follow"],
    env: { NO_COLOR: "1", HOME: bench.folder, FLORA_DATA_DIR: join(bench.folder, "data") },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("flora, the command line, where things are unusual", async (t) => {
  await using bench = await Bench.open();
  const { apiUrl, token, guildId } = await bench.flora.run();
  const script = join(bench.folder, "bot.ts");
  const write = (text: string) => Deno.writeTextFile(script, `console.log(${JSON.stringify(text)});\n`);
  await write("round 1");

  await t.step("deploy takes its entry in any spelling, and refuses one outside the root", async () => {
    ends(await bench.local("deploy", "./bot.ts"), 0, /Live as deployment 2/);
    ends(await bench.local("deploy", script), 0, /Live as deployment 3/);
    ends(await bench.local("deploy", "/etc/hostname"), 2, /it is not below .*--root/);
    ends(await bench.local("deploy", "bot.ts", "--root", join(bench.folder, "none")), 2, /no such file/);
  });

  await t.step("deploy refuses sources that are no UTF-8 or too large, with place and figure", async () => {
    await Deno.writeFile(join(bench.folder, "latin.ts"), new Uint8Array([0x2f, 0x2f, 0xe9]));
    ends(await bench.local("deploy", "latin.ts"), 5, /latin\.ts[^]*byte 2 is not valid UTF-8/);
    await Deno.writeTextFile(join(bench.folder, "large.ts"), `// ${"x".repeat(2_000_000)}\n`);
    ends(await bench.local("deploy", "large.ts"), 5, /source files are at least 1\.9 MiB.*at most 1 MiB/);
  });

  await t.step("what the server refuses is one JSON value with --json", async () => {
    await Deno.writeTextFile(
      join(bench.folder, "bad-name.ts"),
      `createBot({ commands: [slash({ name: "Bad Name", description: "x", run() {} })] });\n`,
    );
    const result = await bench.local("deploy", "bad-name.ts", "--json");
    assert.equal(result.code, 5);
    const { ok, exitCode, code, detail } = JSON.parse(result.stdout);
    assert.deepEqual([ok, exitCode, code], [false, 5, "COMMANDS_REJECTED"]);
    assert.match(detail, /"Bad Name"/);
  });

  await t.step("an empty variable counts as not set, a wrong one is named", async () => {
    const data = { FLORA_DATA_DIR: join(bench.folder, "data") };
    const empty = { FLORA_GUILD: "", FLORA_TOKEN: "", FLORA_API_URL: "", XDG_CONFIG_HOME: "" };
    ends(await bench.run(["get"], { ...data, ...empty }), 0, new RegExp(`guild +${guildId}`));
    ends(await bench.run(["get"], { ...data, FLORA_GUILD: "home" }), 2, /"home": an id has 17 to 20 digits/);
    ends(await bench.run(["list"], { FLORA_API_URL: "localhost:3000" }), 2, /must be like http:\/\//);
  });

  await t.step("a guild that is not there, wherever it is named", async () => {
    const stranger = ["--guild", "910000000000000001"];
    ends(await bench.local("deploy", "bot.ts", ...stranger), 4, /the bot is not in it/);
    ends(await bench.local("logs", ...stranger), 4, /nothing was ever deployed to it/);
    const data = { FLORA_DATA_DIR: join(bench.folder, "data") };
    const set = ["secrets", "set", "KEY", "--host", "a.example.com"];
    ends(await bench.run([...set, ...stranger], data, "x"), 4, /the bot is not in it/);
  });

  await t.step("wrong usage is told before anything is sent", async () => {
    const told = async (code: number, output: RegExp, ...args: string[]) =>
      ends(await bench.local(...args), code, output);
    await Promise.all([
      told(2, /debug, info, warn, error/, "logs", "--level", "loud"),
      told(2, /Usage: flora secrets/, "secrets"),
      told(2, /--host/, "secrets", "set", "KEY"),
      told(2, /Did you mean --guild/, "get", "--gild", "1"),
      told(2, /Usage: flora/),
      told(0, /^\d+\.\d+\.\d+\n$/, "--version"),
    ]);
  });

  await t.step("a secret that is no UTF-8, or that the API refuses", async () => {
    const data = { FLORA_DATA_DIR: join(bench.folder, "data") };
    const set = (name: string, value: string | Uint8Array) =>
      bench.run(["secrets", "set", name, "--host", "a.example.com"], data, value);
    ends(await set("KEY", new Uint8Array([0x61, 0xff])), 2, /not valid UTF-8/);
    ends(await set("1KEY", "x"), 1, /name: must be 1 to 64 letters/);
    ends(await bench.local("secrets", "list"), 0, /No secrets yet/);
  });

  await t.step("colours are for terminals, unless they are asked for", async () => {
    const { stdout, stderr } = await bench.local("health");
    assert.ok(!(stdout + stderr).includes("\u001b"));
    const asked = await bench.run(["health"], {
      FLORA_API_URL: apiUrl,
      NO_COLOR: "",
      FORCE_COLOR: "1",
    });
    assert.ok(asked.stdout.includes("\u001b[32mok"));
  });

  await t.step("the command runs from a folder whose own configuration is broken", async () => {
    for (const name of ["deno.json", "package.json"]) await Deno.writeTextFile(join(bench.folder, name), "{");
    ends(await bench.local("list"), 0, new RegExp(guildId!));
    for (const name of ["deno.json", "package.json"]) await Deno.remove(join(bench.folder, name));
  });

  await t.step("logs --follow waits for an API that went away, and misses and repeats nothing", async () => {
    const tail = follower(bench);
    let text = "";
    const drained = (async () => {
      for await (const bytes of tail.stdout) text += new TextDecoder().decode(bytes);
    })();
    void tail.stderr.cancel();
    await until("what was there", () => text.includes("round 1"));
    const before = (await bench.flora.run()).processes.find(({ name }) => name === "api")!.pid;
    Deno.kill(before, "SIGKILL");
    await until("another API", async () => {
      const { processes } = await bench.flora.run();
      return processes.some(({ name, pid }) => name === "api" && pid !== before);
    });
    await write("round 2");
    ends(await bench.local("deploy", "bot.ts"), 0, /Live/);
    await until("what came after", () => text.includes("round 2"));
    tail.kill("SIGINT");
    assert.equal((await tail.status).code, 0);
    await drained;
    assert.deepEqual(text.match(/round \d/g), ["round 1", "round 1", "round 2"]);
  });

  await t.step("logs --follow ends when nobody reads it any more", async () => {
    const piped = follower(bench, "sh", "-c", `"${binary}" logs --follow | head -n 1`);
    let ended = false;
    const output = piped.output().finally(() => ended = true);
    // It notices at its next line, so there have to be some.
    await until("its end", async () => ended || !await bench.local("deploy", "bot.ts"));
    assert.equal(new TextDecoder().decode((await output).stdout).trim().split("\n").length, 1);
  });

  await t.step("a token that ended is refused with the way to get another", async () => {
    const fresh = await fetch(`${apiUrl}/api/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "short" }),
    }).then((response) => response.json());
    const env = { FLORA_API_URL: apiUrl, FLORA_TOKEN: fresh.token };
    ends(await bench.run(["list"], env), 0, new RegExp(guildId!));
    await fetch(`${apiUrl}/api/tokens/${fresh.info.id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    });
    ends(await bench.run(["list"], env), 3, /Log in with `flora login`/);
  });
});

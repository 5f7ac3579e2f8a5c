import assert from "node:assert/strict";
import { join } from "node:path";
import { Conversation } from "../../support/dev.ts";
import { root } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { descendants, stillRunning } from "../../support/processes.ts";

interface Result {
  code: number;
  output: string;
}

async function run(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Result> {
  const { code, stdout, stderr } = await new Deno.Command(command, { args, cwd, env, stdin: "null" })
    .output();
  const text = new TextDecoder();
  return { code, output: text.decode(stdout) + text.decode(stderr) };
}

/** Puts the packages of others where npm finds them without a network: those that this repository has installed. */
async function seedPackages(folder: string): Promise<void> {
  const target = join(folder, "node_modules");
  const linked = await run("cp", ["-al", join(root, "node_modules"), target], folder);
  if (linked.code !== 0) {
    await Deno.remove(target, { recursive: true }).catch(() => undefined);
    assert.equal((await run("cp", ["-a", join(root, "node_modules"), target], folder)).code, 0);
  }
  await Deno.remove(join(target, "@flora"), { recursive: true });
  await Deno.remove(join(target, ".package-lock.json")).catch(() => undefined);
  for (const name of ["flora", "flora-discord-emulator"]) {
    await Deno.remove(join(target, ".bin", name)).catch(() => undefined);
  }
}

Deno.test("the tarballs of npm pack install and run with node and npm alone, without a network", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "flora-pack-" });
  const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, ".config"), NO_COLOR: "1" };
  const tarballs = ["flora-cli", "flora-sdk", "flora-discord-emulator"].map((name) => `${name}-0.1.0.tgz`);
  const bot = join(folder, "bot");

  await t.step("are made", async () => {
    const { code, output } = await run(
      Deno.execPath(),
      ["run", "-A", join(root, "scripts/pack.ts"), folder],
      root,
    );
    assert.equal(code, 0, output);
    for (const name of tarballs) await Deno.stat(join(folder, name));
  });

  await t.step("are installed", async () => {
    await Deno.writeTextFile(join(folder, "package.json"), `{ "name": "somewhere", "private": true }`);
    await seedPackages(folder);
    const args = ["install", "--offline", "--no-audit", "--no-fund", ...tarballs.map((name) => `./${name}`)];
    const { code, output } = await run("npm", args, folder, {
      ...env,
      npm_config_cache: join(folder, ".npm"),
    });
    assert.equal(code, 0, output);
    for (const name of ["cli", "sdk", "discord-emulator"]) {
      const installed = await Deno.lstat(join(folder, "node_modules/@flora", name));
      assert.ok(installed.isDirectory && !installed.isSymlink, name);
    }
  });

  const flora = join(folder, "node_modules/.bin/flora");

  await t.step("flora --help and flora init", async () => {
    const help = await run(flora, ["--help"], folder, env);
    assert.deepEqual([help.code, /Usage: flora/.test(help.output)], [0, true], help.output);
    const made = await run(flora, ["init", "bot", "--template", "hello"], folder, env);
    assert.equal(made.code, 0, made.output);
    const { devDependencies } = JSON.parse(await Deno.readTextFile(join(bot, "package.json")));
    assert.deepEqual(devDependencies, {
      "@flora/cli": "^0.1.0",
      "@flora/sdk": "^0.1.0",
      typescript: "^5.9.3",
    });
  });

  await t.step(
    "tsc accepts the project, and the declarations that were installed by themselves",
    async () => {
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      assert.deepEqual(await run("node", [tsc], bot, env), { code: 0, output: "" });
      await Deno.writeTextFile(join(bot, "wrong.ts"), `createBot({ prefixes: "!" });\n`);
      assert.match((await run("node", [tsc], bot, env)).output, /^wrong\.ts\(1,13\): error TS2561/);
      await Deno.remove(join(bot, "wrong.ts"));
    },
  );

  await t.step("flora dev, and nothing is left of it", async () => {
    await using dev = Conversation.run(flora, ["dev"], bot, env);
    await dev.hear(/live in/);
    await dev.say("/hello who:Ada", /Hello Ada, you are visitor 1!/);
    const processes = descendants(dev.pid);
    assert.equal(await dev.close(), 0);
    await until("no process left", () => stillRunning(processes).length === 0);
  });

  await t.step("flora test, with the SDK that was installed", async () => {
    const { code, output } = await run(flora, ["test"], bot, env);
    assert.equal(code, 0, output);
    assert.match(output, /1 passed/);
  });

  await t.step("flora-discord-emulator", async () => {
    const emulator = join(folder, "node_modules/.bin/flora-discord-emulator");
    await using running = Conversation.run(emulator, ["--port", "0"], folder, env);
    await running.hear(/listening on http:\/\/127\.0\.0\.1:\d+/);
    assert.equal(await running.kill("SIGTERM"), 0);
  });
  await Deno.remove(folder, { recursive: true });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { startEmulator } from "@flora/discord-emulator";
import { isAlive, startFlora } from "../../support/flora.ts";
import { until } from "@flora/model/until";
import { startedWith } from "../../support/processes.ts";

/** What flora says when it cannot start; it leaves no process and no run.json behind. */
async function refusal(env: Record<string, string>): Promise<string> {
  const mark = crypto.randomUUID();
  const flora = await startFlora({ ...env, STARTED_BY: mark }).catch((error) => error as Error);
  if (flora instanceof Error) {
    await until("the end of what had started", () => startedWith(`STARTED_BY=${mark}`).length === 0);
    return flora.message;
  }
  await flora.stop();
  throw new Error(`it started:\n${flora.output()}`);
}

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "flora-start-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a setting that does not exist, or has a bad value, is named with what is allowed, and nothing starts", () =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const typo = await refusal({ FLORA_DATA_DIR: dataDir, FLORA_WORKRES: "3" });
    assert.match(typo, /FLORA_WORKRES \(env\): is no setting; did you mean FLORA_WORKERS\?/);
    const bad = await refusal({ FLORA_DATA_DIR: dataDir, FLORA_WORKERS: "many", FLORA_LOG_LEVEL: "loud" });
    assert.match(
      bad,
      /2 problems[^]*FLORA_WORKERS[^]*"many"[^]*1 to 64[^]*FLORA_LOG_LEVEL[^]*"loud"[^]*trace, debug/,
    );
    await assert.rejects(Deno.stat(dataDir), Deno.errors.NotFound);
  }));

Deno.test("a data folder that cannot be written is named with its setting", () =>
  withFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    assert.match(
      await refusal({ FLORA_DATA_DIR: join(file, "data") }),
      /Cannot write data folder ".*data" \(FLORA_DATA_DIR\)/,
    );
  }));

Deno.test("a Redis that is misspelt, or that does not answer, is named with its setting and without its password", () =>
  withFolder(async (folder) => {
    const env = { FLORA_DATA_DIR: join(folder, "data"), DISCORD_TOKEN: "" };
    const misspelt = await refusal({ ...env, FLORA_STORAGE: "redis://me:zzz@host/first" });
    assert.match(
      misspelt,
      /FLORA_STORAGE[^]*"redis:\/\/\[hidden\]@host\/first"[^]*allowed: sqlite:.* or redis/,
    );
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    const absent = await refusal({ ...env, FLORA_STORAGE: `redis://me:zzz@127.0.0.1:${port}` });
    assert.match(
      absent,
      /Cannot reach Redis at redis:\/\/127\.0\.0\.1:\d+\/0 \(FLORA_STORAGE\): .*ECONNREFUSED/,
    );
    assert.doesNotMatch(misspelt + absent, /zzz|^ +at /m);
  }));

Deno.test("a database or a key file that is damaged is named, and left as it is", () =>
  withFolder(async (folder) => {
    const damage = async (name: string, says: RegExp) => {
      const dataDir = join(folder, name);
      await Deno.mkdir(dataDir);
      const text = "this is neither ".repeat(100);
      await Deno.writeTextFile(join(dataDir, name), text);
      const refused = await refusal({ FLORA_DATA_DIR: dataDir, DISCORD_TOKEN: "" });
      assert.match(refused, says);
      assert.doesNotMatch(refused, /^ +at /m, "no stack is shown");
      assert.equal(await Deno.readTextFile(join(dataDir, name)), text);
    };
    await damage("flora.db", /Cannot open database ".*flora\.db": it is damaged or not a SQLite database/);
    await damage(
      "master.key",
      /Cannot use key file ".*master\.key": Cannot read master key: it is not base64/,
    );
  }));

Deno.test("ports that are taken are named with their settings, a data folder in use with the process that has it", () =>
  withFolder(async (folder) => {
    const flora = await startFlora({ FLORA_DATA_DIR: join(folder, "first"), DISCORD_TOKEN: "" });
    try {
      const { apiUrl, emulatorUrl, processes } = await flora.run();
      const second = { FLORA_DATA_DIR: join(folder, "second"), DISCORD_TOKEN: "" };
      const port = (url: string) => new URL(url).port;
      const api = await refusal({ ...second, FLORA_PORT: port(apiUrl) });
      assert.match(
        api,
        /Cannot listen on 127\.0\.0\.1:\d+: the port is in use; choose another with FLORA_PORT/,
      );
      const emulator = await refusal({ ...second, FLORA_EMULATOR_PORT: port(emulatorUrl!) });
      assert.match(emulator, /the port is in use; choose another with FLORA_EMULATOR_PORT/);
      await assert.rejects(Deno.stat(join(folder, "second/run.json")), Deno.errors.NotFound);
      const again = await refusal({ ...second, FLORA_DATA_DIR: join(folder, "first") });
      assert.match(again, new RegExp(`another flora \\(process ${processes[0]!.pid}\\) runs from`));
      assert.ok(processes.every(({ pid }) => isAlive(pid)), "the first one is not disturbed");
    } finally {
      assert.equal(await flora.stop("SIGINT"), 0);
    }
  }));

Deno.test("a token that Discord refuses is named, and never shown", () =>
  withFolder(async (folder) => {
    const discord = await startEmulator({});
    try {
      const env = {
        FLORA_DATA_DIR: folder,
        DISCORD_API_URL: discord.apiUrl,
        DISCORD_TOKEN: "MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong.token",
      };
      const text = await refusal(env);
      assert.match(text, /Discord refuses the bot token \(DISCORD_TOKEN\)/);
      assert.doesNotMatch(text, /wrong\.token/);
    } finally {
      await discord.close();
    }
  }));

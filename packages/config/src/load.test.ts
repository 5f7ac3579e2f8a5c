import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultLimits } from "@flora/model";
import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { loadConfig } from "./load.ts";

/** Runs `body` in a folder that holds the given files. */
async function withFiles(files: Record<string, string>, body: (cwd: string) => void): Promise<void> {
  const cwd = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    body(cwd);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

function problemsOf(read: () => unknown): ConfigProblem[] {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
  assert.fail("nothing was thrown");
}

Deno.test("loadConfig() has a default for everything but the token and the key", async () => {
  await withFiles({}, (cwd) => {
    const config = loadConfig({ env: {}, cwd });
    assert.equal(config.port, 3000);
    assert.equal(config.host, "127.0.0.1");
    assert.equal(config.workers, 2);
    assert.equal(config.dataDir, join(cwd, ".flora"));
    assert.equal(config.storage, `sqlite:${join(cwd, ".flora", "flora.db")}`);
    assert.deepEqual(config.limits, defaultLimits);
    assert.equal(config.discord.token, undefined);
    assert.equal(config.discord.shards, "auto");
    assert.ok(config.discord.intentsCeiling.includes("GuildMembers"));
  });
});

Deno.test("loadConfig() prefers the environment to the file, and takes empty variables as not set", async () => {
  const file = 'port = 1\nworkers = 5\n[discord]\nintentsCeiling = ["Guilds"]\n[limits]\nheapBytes = 1000\n';
  await withFiles({ "flora.toml": file }, (cwd) => {
    const env = {
      FLORA_PORT: "0",
      FLORA_WORKERS: "",
      FLORA_LIMIT_CRON_TIMEOUT_MS: "7",
      FLORA_SHARDS: "3",
      FLORA_DATA_DIR: "data",
      OTHER: "x",
    };
    const config = loadConfig({ env, cwd });
    assert.equal(config.port, 0);
    assert.equal(config.workers, 5);
    assert.equal(config.discord.shards, 3);
    assert.deepEqual(config.discord.intentsCeiling, ["Guilds"]);
    assert.equal(config.limits.heapBytes, 1000);
    assert.equal(config.limits.cronTimeoutMs, 7);
    assert.equal(config.storage, `sqlite:${join(cwd, "data", "flora.db")}`);
  });
});

Deno.test("loadConfig() reads JSON, a named file, and lists from the environment", async () => {
  await withFiles({ "other.json": '{"discord":{"shards":2}}' }, (cwd) => {
    const env = {
      FLORA_CONFIG: "other.json",
      FLORA_INTENTS_CEILING: "Guilds, GuildMessages",
      FLORA_STORAGE: "sqlite:x.db",
    };
    const config = loadConfig({ env, cwd });
    assert.equal(config.discord.shards, 2);
    assert.deepEqual(config.discord.intentsCeiling, ["Guilds", "GuildMessages"]);
    assert.equal(config.storage, `sqlite:${join(cwd, "x.db")}`);
  });
});

Deno.test("loadConfig() lists every bad value with its origin, what it was and what is allowed", async () => {
  const file = 'host = "x y"\n\n[limits]\ndispatchTimeoutMs = -5\nheapByte = 1\n';
  await withFiles({ "flora.toml": file }, (cwd) => {
    const problems = problemsOf(() =>
      loadConfig({ env: { FLORA_PORT: "70000", FLORA_WORKRES: "1", FLORA_LOG_LEVEL: "loud" }, cwd })
    );
    assert.deepEqual(problems, [
      { path: "FLORA_WORKRES", origin: "env", message: "is no setting; did you mean FLORA_WORKERS?" },
      {
        path: "limits.heapByte",
        origin: "flora.toml:5",
        message: "is no setting; did you mean limits.heapBytes?",
      },
      {
        path: "port",
        origin: "env FLORA_PORT",
        message: "is 70000, allowed: a whole number from 0 to 65535",
      },
      { path: "host", origin: "flora.toml:1", message: 'is "x y", allowed: an IP address or host name' },
      {
        path: "logLevel",
        origin: "env FLORA_LOG_LEVEL",
        message: 'is "loud", allowed: trace, debug, info, warn, error',
      },
      {
        path: "limits.dispatchTimeoutMs",
        origin: "flora.toml:4",
        message: "is -5, allowed: a whole number from 0 to 3600000",
      },
    ]);
  });
});

Deno.test("loadConfig() never shows a secret", () => {
  for (
    const storage of ["redis://user:zzz@host/x", 'redis://user:zzz/zzz@zzz"zzz@host/0', "mysql://:zzz@host"]
  ) {
    const env = { DISCORD_TOKEN: "Bot zzz", FLORA_MASTER_KEY: "zzz", FLORA_STORAGE: storage };
    const problems = problemsOf(() => loadConfig({ env, cwd: "/nonexistent" }));
    assert.equal(problems.length, 3);
    assert.ok(!JSON.stringify(problems).includes("zzz"), JSON.stringify(problems));
  }
});

Deno.test("loadConfig() takes the address of a Redis as it is, and names one that is none", () => {
  const read = (FLORA_STORAGE: string) => loadConfig({ env: { FLORA_STORAGE }, cwd: "/nonexistent" }).storage;
  for (
    const url of [
      "redis://localhost",
      "rediss://me:se%2Fcret@redis.example.com:6380/12?prefix=flora-2&ca=/etc/ca.pem",
      "rediss://redis.example.com/?ca=certs/ca.pem&prefix=a",
      "redis://:pass@[::1]:6379/0",
      "redis://10.0.0.7/",
    ]
  ) assert.equal(read(url), url);
  for (
    const url of [
      "redis://",
      "redis:localhost",
      "redis://host/0/1",
      "redis://host/zero",
      "redis://host:port",
      "redis://host?prefix=a:b",
      "redis://host?prefix=",
      "redis://host?tls=1",
      "redis://host?",
      "redis://host?prefix=a&",
      "redis://a b",
      "http://host",
    ]
  ) {
    const [problem] = problemsOf(() => read(url));
    assert.equal(problem!.path, "storage", url);
    assert.equal(problem!.origin, "env FLORA_STORAGE");
    assert.match(problem!.message, /allowed: sqlite:<path of a file> or redis\[s\]:\/\//);
  }
});

Deno.test("loadConfig() accepts a key of exactly 32 bytes", () => {
  const read = (bytes: number) =>
    loadConfig({ env: { FLORA_MASTER_KEY: Buffer.alloc(bytes, 7).toString("base64") }, cwd: "/nonexistent" });
  assert.equal(read(32).masterKey?.length, 44);
  for (const bytes of [16, 31, 33]) assert.equal(problemsOf(() => read(bytes))[0]!.path, "masterKey");
});

Deno.test("loadConfig() names file and line of a file it cannot parse", async () => {
  await withFiles(
    {
      "flora.toml": "port = 1\nworkers = [\n",
      "bad.json": '{\n "port": 1,\n}',
      "short.json": '{"k": zzz}',
      "list.json": "[]",
    },
    (cwd) => {
      assert.equal(problemsOf(() => loadConfig({ env: {}, cwd }))[0]!.origin.split(":")[0], "flora.toml");
      assert.equal(problemsOf(() => loadConfig({ env: {}, cwd, file: "bad.json" }))[0]!.origin, "bad.json:3");
      assert.ok(
        !problemsOf(() => loadConfig({ env: {}, cwd, file: "short.json" }))[0]!.message.includes("zzz"),
      );
      assert.match(
        problemsOf(() => loadConfig({ env: {}, cwd, file: "list.json" }))[0]!.message,
        /an object/,
      );
      const missing = problemsOf(() => loadConfig({ env: { FLORA_CONFIG: "no.toml" }, cwd }))[0]!;
      assert.equal(missing.origin, "env FLORA_CONFIG");
      assert.match(missing.message, /^cannot be read/);
    },
  );
});

Deno.test("loadConfig() refuses two files and sections that are no tables", async () => {
  await withFiles({ "flora.toml": "limits = 3\n", "flora.json": "{}" }, (cwd) => {
    assert.match(problemsOf(() => loadConfig({ env: {}, cwd }))[0]!.message, /only one of them/);
    assert.deepEqual(problemsOf(() => loadConfig({ env: {}, cwd, file: "flora.toml" })), [
      { path: "limits", origin: "flora.toml:1", message: "is a section: it must be a table of settings" },
    ]);
  });
});

Deno.test("loadConfig() knows the variables that are no settings", () => {
  const env = { FLORA_TOKEN: "x", FLORA_API_URL: "x", FLORA_LINK_SECRET: "x", FLORA_NAME: "worker-0" };
  assert.equal(loadConfig({ env, cwd: "/nonexistent" }).port, 3000);
});

/** @module A Redis that is not there, does not let flora in, is unfit for its data, or goes away while it is used. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Redis } from "ioredis";
import type { GuildId } from "@flora/model";
import { until } from "@flora/model/until";
import { openStorage } from "../open.ts";
import { StorageError } from "../storage-error.ts";
import { type RedisServer, startRedis, whyNoRedis } from "../testing/redis-server.ts";
import type { Waits } from "./client.ts";
import { openRedis } from "./open.ts";

const missing = whyNoRedis();
const guild = "100000000000000001" as GuildId;
const ample = { quotaBytes: 1e9 };
const now = () => 1_000_000;
/** For what is about a Redis that does not answer; anything else waits as long as a busy machine needs. */
const impatient = { connectMs: 500, answerMs: 500 };
const PASSWORD = "zzz secret/zzz";

function test(name: string, args: string[], body: (server: RedisServer, raw: Redis) => Promise<void>): void {
  Deno.test({
    name: missing ? `${name} (skipped: ${missing})` : name,
    ignore: missing !== undefined,
    async fn() {
      const server = await startRedis(args);
      const password = args.includes("--requirepass") ? PASSWORD : undefined;
      const raw = new Redis({ port: server.port, password, retryStrategy: () => 20 });
      raw.on("error", () => {});
      try {
        await body(server, raw);
      } finally {
        raw.disconnect();
        await server.stop();
      }
    },
  });
}

async function refusal(url: string, waits?: Waits): Promise<string> {
  let message = "";
  await assert.rejects(openRedis(url, { now, waits }), (error: StorageError) => {
    assert.ok(error instanceof StorageError, String(error));
    assert.equal(error.cause, undefined);
    message = error.message;
    return true;
  });
  return message;
}

/** Asks again for as long as Redis does not answer, with no other problem: what may be done twice. */
async function answered<T>(ask: () => Promise<T>, problem = /^Cannot (reach|use) Redis/): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      assert.ok(error instanceof StorageError, String(error));
      assert.match(error.message, problem);
    }
  }
}

Deno.test("openStorage() says where no Redis answers, within its time", async () => {
  assert.match(
    await refusal("redis://me:zzz@127.0.0.1:1/3", impatient),
    /^Cannot reach Redis at redis:\/\/127.0.0.1:1\/3 \(FLORA_STORAGE\): .*(ECONNREFUSED|refused)/,
  );
  assert.match(
    await refusal("redis://no-such-host.invalid", impatient),
    /^Cannot reach Redis at redis:\/\/no-such-host.invalid:6379\/0 \(FLORA_STORAGE\): /,
  );
});

Deno.test("openStorage() reads the address of Redis and never shows it where it is wrong", async () => {
  for (
    const [url, why] of [
      ["redis://user:zzz@host/x", /only the number of a database/],
      ["redis://user:zzz@host/0?prefix=a:b", /its prefix must be/],
      ["redis://user:zzz@host/0?prefix=", /its prefix must be/],
      ["redis://user:zzz@host/0?prefx=a", /a parameter "prefx"/],
      ["redis://user:%zz@host/0", /%25/],
      ["redis://", /it is not redis/],
      ["redis:zzz", /it is not redis/],
      ["redis://user:zzz@host:99999/0", /it is not redis/],
    ] as const
  ) {
    await assert.rejects(openStorage(url), (error: Error) => {
      assert.ok(error instanceof StorageError);
      assert.match(error.message, why);
      assert.ok(!error.message.includes("zz@") && !error.message.includes("zzz"), error.message);
      return true;
    });
  }
});

test(
  "openStorage() says who may not use Redis, without the password",
  ["--requirepass", PASSWORD],
  async (server, raw) => {
    const at = (who: string) => `redis://${who}127.0.0.1:${server.port}/0`;
    assert.match(await refusal(at("")), /: it wants a password, and the address has none$/);
    for (const who of [":zzzwrong@", "nobody:zzzwrong@"]) {
      const message = await refusal(at(who));
      assert.match(
        message,
        /^Cannot reach Redis at redis:\/\/127.0.0.1:\d+\/0 \(FLORA_STORAGE\): it does not take this user name and password$/,
      );
    }
    await raw.call("ACL", "SETUSER", "limited", "on", `>${PASSWORD}`, "~flora:*", "+@all", "-info");
    await raw.call("ACL", "SETUSER", "narrow", "on", `>${PASSWORD}`, "~other:*", "+@all");
    const encoded = encodeURIComponent(PASSWORD);
    for (const who of ["limited", "narrow"]) {
      assert.match(
        await refusal(at(`${who}:${encoded}@`)),
        /this user may not run the commands or use the keys/,
      );
    }
    const storage = await openStorage(at(`default:${encoded}@`));
    await storage.meta.set("k", "v");
    await storage.close();
  },
);

test("openStorage() refuses a Redis that is unfit for flora's data", [], async (server, raw) => {
  await raw.config("SET", "maxmemory-policy", "allkeys-lru");
  assert.match(await refusal(server.url), /maxmemory-policy is "allkeys-lru".*"noeviction"$/);
  await raw.config("SET", "maxmemory-policy", "volatile-ttl");
  await (await openStorage(server.url)).close();
  await raw.set("flora:version", "2");
  assert.match(await refusal(server.url), /its data has version 2, this flora knows versions up to 1$/);
  await raw.set("flora:version", "theirs");
  assert.match(await refusal(server.url), /another program keeps its own data under this prefix$/);
  await raw.del("flora:version");
  await raw.lpush("flora:version", "theirs");
  assert.match(await refusal(server.url), /another program keeps its own data under this prefix$/);
  await raw.call("REPLICAOF", "127.0.0.1", "1");
  assert.match(await refusal(server.url), /it is a read-only replica; flora needs the primary$/);
});

test("openStorage() refuses a node of a cluster", ["--cluster-enabled", "yes"], async (server) => {
  assert.match(await refusal(server.url), /it is a node of a cluster; flora needs a Redis that is none$/);
});

test(
  "a Redis whose memory is full refuses what adds, whole, and still reads and deletes",
  [],
  async (server, raw) => {
    const storage = await openRedis(server.url, { now });
    const { kv } = storage;
    await kv.set(guild, "s", "k", "1", ample);
    await raw.config("SET", "maxmemory", "1");
    const full = /its memory is full \(maxmemory\), so it takes no writes$/;
    await assert.rejects(kv.set(guild, "s", "k", "2", ample), full);
    await assert.rejects(kv.setMany(guild, "s", [{ key: "k", value: "3" }], ample), full);
    await assert.rejects(kv.increment(guild, "s", "k", 1, 1e9), full);
    assert.equal((await kv.get(guild, "s", "k"))?.value, "1");
    assert.deepEqual((await kv.list(guild, "s", { limit: 9 })).keys, [{ name: "k" }]);
    assert.equal(await kv.usedBytes(guild), 3);
    assert.equal(await kv.delete(guild, "s", "k"), true);
    assert.equal(await kv.usedBytes(guild), 0);
    await raw.config("SET", "maxmemory", "0");
    assert.ok(await kv.set(guild, "s", "k", "2", ample));
    await storage.close();
  },
);

test(
  "a primary that became a replica refuses to write, until there is a primary again",
  [],
  async (server, raw) => {
    const storage = await openRedis(server.url, { now });
    await raw.call("REPLICAOF", "127.0.0.1", "1");
    await assert.rejects(storage.state.write(guild, { a: 1 }), /it is a read-only replica/);
    await raw.call("REPLICAOF", "NO", "ONE");
    await storage.state.write(guild, { a: 2 });
    assert.deepEqual(await storage.state.read(guild), { a: 2 });
    await storage.close();
  },
);

test(
  "a Redis that is killed fails calls in time and is used again once it is back",
  // Else it may answer for a write that it has still to make, which goes with it.
  ["--appendonly", "yes", "--appendfsync", "always"],
  async (server) => {
    const storage = await answered(() => openRedis(server.url, { now, waits: impatient }));
    await answered(() => storage.kv.set(guild, "s", "k", "1", ample));
    await server.end("SIGKILL");
    await assert.rejects(storage.kv.get(guild, "s", "k"), (error: StorageError) => {
      assert.ok(error instanceof StorageError);
      assert.match(error.message, /^Cannot (reach|use) Redis at redis:\/\/127.0.0.1/);
      return true;
    });
    await server.start();
    assert.equal((await answered(() => storage.kv.get(guild, "s", "k")))?.value, "1");
    await answered(() => storage.kv.set(guild, "s", "k", "2", ample));
    assert.equal((await answered(() => storage.kv.get(guild, "s", "k")))?.value, "2");
    await storage.close();
  },
);

test("a Redis that hangs fails calls in time and answers later ones rightly", [], async (server) => {
  const storage = await answered(() => openRedis(server.url, { now, waits: impatient }));
  await answered(() => storage.meta.set("k", "before"));
  Deno.kill(server.pid, "SIGSTOP");
  const hung = await Promise.allSettled([
    storage.meta.get("k"),
    storage.meta.get("other"),
    storage.meta.set("k", "late"),
  ]);
  Deno.kill(server.pid, "SIGCONT");
  for (const { status, reason } of hung as PromiseRejectedResult[]) {
    assert.equal(status, "rejected");
    assert.match(String(reason), /it did not answer in time; whether the call took effect is not known$/);
  }
  // Answers that come too late are nobody's: this one is its own.
  assert.equal(await answered(() => storage.meta.get("k")), "late");
  await storage.close();
});

test("a connection on which Redis never says a word is given up for another", [], async (server) => {
  const sockets: Socket[] = [];
  const kept = (socket: Socket) => {
    sockets.push(socket.on("error", () => {}));
    return socket;
  };
  let connections = 0;
  const between = createServer((client) => {
    kept(client);
    // Every other one leads nowhere.
    if (++connections % 2 === 1) client.resume();
    else client.pipe(kept(connect(server.port, "127.0.0.1"))).pipe(client);
  });
  const cut = () => sockets.splice(0).forEach((socket) => socket.destroy());
  await once(between.listen(0, "127.0.0.1"), "listening");
  const { port } = between.address() as AddressInfo;
  const waits = { connectMs: 20_000, answerMs: 500 };
  const reached = <T>(ask: () => Promise<T>) => answered(ask, /^Cannot use Redis/);
  const storage = await reached(() => openRedis(`redis://127.0.0.1:${port}/0`, { now, waits }));
  await reached(() => storage.meta.set("k", "v"));
  const before = connections;
  cut();
  assert.equal(await reached(() => storage.meta.get("k")), "v");
  assert.ok(before >= 2 && connections >= before + 2, `${before}, ${connections}`);
  await storage.close();
  cut();
  between.close();
});

test("calls over connections that are cut are made once or not at all", [], async (server, raw) => {
  const storage = await openRedis(server.url, { now });
  const counts = { done: 0, lost: 0 };
  const lanes = Array.from({ length: 8 }, async () => {
    for (let n = 0; n < 100; n++) {
      try {
        await storage.kv.increment(guild, "s", "n", 1, 1e9);
        counts.done++;
      } catch (error) {
        assert.match(String(error), /^StorageError: Cannot (use|reach) Redis/);
        counts.lost++;
      }
    }
  });
  let working = true;
  const cutting = (async () => {
    while (working) {
      const before = counts.done;
      await raw.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await until("calls that are made again", () => !working || counts.done >= before + 20);
    }
  })();
  await Promise.all(lanes).finally(() => working = false);
  await cutting;
  // The connection may just have been cut once more.
  const stored = Number((await answered(() => storage.kv.get(guild, "s", "n")))?.value ?? 0);
  assert.ok(counts.lost > 0);
  assert.ok(
    stored >= counts.done && stored <= counts.done + counts.lost,
    JSON.stringify({ ...counts, stored }),
  );
  await storage.close();
});

test("scripts that Redis has forgotten are sent again", [], async (server, raw) => {
  const storage = await openStorage(server.url);
  for (let n = 1; n <= 3; n++) {
    assert.equal(await storage.kv.increment(guild, "s", "n", 1, 1e9), n);
    await raw.script("FLUSH");
  }
  await storage.close();
});

test("copyTo() names Redis's own means", [], async (server) => {
  const storage = await openStorage(server.url);
  await assert.rejects(storage.copyTo("x.db"), (error: StorageError) => {
    assert.ok(error instanceof StorageError);
    assert.match(error.message, /^Cannot copy the store into a file: it is in Redis at .* \(BGSAVE, /);
    return true;
  });
  await storage.close();
});

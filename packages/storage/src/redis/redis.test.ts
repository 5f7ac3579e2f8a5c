import { testStorage } from "../../conformance/mod.ts";
import type { Storage } from "../contract.ts";
import { openStorage } from "../open.ts";
import { type RedisServer, startRedis, whyNoRedis } from "../testing/redis-server.ts";

const missing = whyNoRedis();
let server: RedisServer;
let runs = 0;

if (!missing) {
  Deno.test.beforeAll(async () => {
    server = await startRedis();
  });
  Deno.test.afterAll(() => server.stop());
}

testStorage("redis", async ({ now }) => {
  // Each case has keys of its own.
  const url = `${server.url}?prefix=case-${++runs}`;
  const opened: Storage[] = [];
  const connect = async () => {
    const storage = await openStorage(url, { now });
    opened.push(storage);
    return storage;
  };
  return {
    storage: await connect(),
    connect,
    async dispose() {
      for (const storage of opened) await storage.close();
    },
  };
}, { missing });

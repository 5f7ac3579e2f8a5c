import { StorageError } from "../storage-error.ts";
import type { RedisClient } from "./client.ts";
import { leanScript } from "./script.ts";

/** Of how data is laid out in Redis. A later one brings older data up to date. */
const VERSION = 1;
/** Scripts that are refused as a whole came with it. */
const OLDEST_SERVER = 7;

/** Answers the version that is stored, this flora's where there was none. */
const agree = leanScript(
  "floraAgree",
  `
call('SETNX', root .. 'version', arg(1))
return call('GET', root .. 'version')
`,
);

/** Throws StorageError that names the server and says why it cannot keep flora's data. */
export async function checkServer(client: RedisClient): Promise<void> {
  const fail = (why: string) => new StorageError(`Cannot use Redis at ${client.address.shown}: ${why}`);
  const facts = parseInfo(await client.command<string>("INFO"));
  const version = facts.get("redis_version") ?? "";
  if (!(parseInt(version) >= OLDEST_SERVER)) {
    throw fail(`it has version ${version || "unknown"}, flora needs ${OLDEST_SERVER}.0 or later`);
  }
  if (facts.get("cluster_enabled") === "1") {
    throw fail("it is a node of a cluster; flora needs a Redis that is none");
  }
  if (facts.get("role") === "slave") throw fail("it is a read-only replica; flora needs the primary");
  const policy = facts.get("maxmemory_policy") ?? "";
  // The other policies throw away what has a time to live, which nothing of flora's has.
  if (policy.startsWith("allkeys-")) {
    throw fail(
      `its maxmemory-policy is "${policy}", which would throw away stored data; set it to "noeviction"`,
    );
  }
  const stored = await client.run<string>(agree, {}, VERSION);
  if (!/^\d+$/.test(stored)) throw fail("another program keeps its own data under this prefix");
  if (Number(stored) > VERSION) {
    throw fail(`its data has version ${stored}, this flora knows versions up to ${VERSION}`);
  }
}

function parseInfo(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).filter((line) => line.includes(":")).map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

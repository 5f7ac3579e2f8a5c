import type { Storage } from "../contract.ts";
import { StorageError } from "../storage-error.ts";
import { parseAddress } from "./address.ts";
import { RedisAudit } from "./audit.ts";
import { checkServer } from "./check-server.ts";
import { RedisClient, type Waits } from "./client.ts";
import { RedisCron } from "./cron.ts";
import { RedisDeployments } from "./deployments.ts";
import { RedisDeviceLogins } from "./device-logins.ts";
import { RedisGrants } from "./grants.ts";
import { RedisKv } from "./kv.ts";
import { RedisLeases } from "./leases.ts";
import { RedisLogs } from "./logs.ts";
import { RedisMeta } from "./meta.ts";
import { RedisPeople } from "./people.ts";
import { RedisSchedules } from "./schedules.ts";
import { RedisSecrets } from "./secrets.ts";
import { RedisSessions } from "./sessions.ts";
import { RedisSettings } from "./settings.ts";
import { RedisState } from "./state.ts";
import { RedisTokens } from "./tokens.ts";
import { RedisWebhooks } from "./webhooks.ts";

/** Connects to a Redis that any number of processes may use at once. Throws StorageError that names it, without password. */
export async function openRedis(
  url: string,
  { now, waits }: { now: () => number; waits?: Waits },
): Promise<Storage> {
  const client = new RedisClient(parseAddress(url), now, waits);
  try {
    await client.connect();
    await checkServer(client);
  } catch (error) {
    await client.close();
    throw error;
  }
  const tokens = new RedisTokens(client, now);
  return {
    kv: new RedisKv(client, now),
    secrets: new RedisSecrets(client),
    deployments: new RedisDeployments(client, now),
    cron: new RedisCron(client),
    schedules: new RedisSchedules(client),
    webhooks: new RedisWebhooks(client),
    settings: new RedisSettings(client),
    state: new RedisState(client),
    people: new RedisPeople(client, tokens, now),
    sessions: new RedisSessions(client, now),
    grants: new RedisGrants(client),
    tokens,
    deviceLogins: new RedisDeviceLogins(client),
    audit: new RedisAudit(client),
    logs: new RedisLogs(client),
    meta: new RedisMeta(client),
    leases: new RedisLeases(client),
    fenced: (_guildId, generation) => ({
      kv: new RedisKv(client, now, generation),
      schedules: new RedisSchedules(client, generation),
      state: new RedisState(client, generation),
      cron: new RedisCron(client, generation),
    }),
    copyTo: () =>
      Promise.reject(
        new StorageError(
          `Cannot copy the store into a file: it is in Redis at ${client.address.shown}, which makes its own copies ` +
            "(BGSAVE, then its .rdb file; or its append-only files)",
        ),
      ),
    close: () => client.close(),
  };
}

import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Storage } from "../contract.ts";
import { StorageError } from "../storage-error.ts";
import { SqliteAudit } from "./audit.ts";
import { isBusy } from "./busy.ts";
import { copyDatabase } from "./copy.ts";
import { SqliteCron } from "./cron.ts";
import { Database } from "./database.ts";
import { SqliteDeployments } from "./deployments.ts";
import { SqliteDeviceLogins } from "./device-logins.ts";
import { SqliteGrants } from "./grants.ts";
import { SqliteKv } from "./kv.ts";
import { SqliteLeases } from "./leases.ts";
import { SqliteLogs } from "./logs.ts";
import { SqliteMeta } from "./meta.ts";
import { migrate } from "./migrate.ts";
import { SqlitePeople } from "./people.ts";
import { SqliteSchedules } from "./schedules.ts";
import { SqliteSecrets } from "./secrets.ts";
import { SqliteSessions } from "./sessions.ts";
import { SqliteSettings } from "./settings.ts";
import { SqliteState } from "./state.ts";
import { SqliteTokens } from "./tokens.ts";
import { SqliteWebhooks } from "./webhooks.ts";

const LOCKED_MS = 5_000;
const RETRY_MS = 20;

/** Opens or creates a database; several processes may hold it at once. Throws StorageError that names the path. */
export async function openSqlite(path: string, { now }: { now: () => number }): Promise<Storage> {
  const database = path === ":memory:" ? prepare(path) : await openFile(resolve(path));
  const leases = new SqliteLeases(database);
  return {
    kv: new SqliteKv(database, now),
    secrets: new SqliteSecrets(database),
    deployments: new SqliteDeployments(database, now),
    cron: new SqliteCron(database, now),
    schedules: new SqliteSchedules(database, now),
    webhooks: new SqliteWebhooks(database),
    settings: new SqliteSettings(database),
    state: new SqliteState(database),
    people: new SqlitePeople(database, now),
    sessions: new SqliteSessions(database, now),
    grants: new SqliteGrants(database),
    tokens: new SqliteTokens(database, now),
    deviceLogins: new SqliteDeviceLogins(database, now),
    audit: new SqliteAudit(database),
    logs: new SqliteLogs(database),
    meta: new SqliteMeta(database),
    leases,
    fenced(guildId, generation) {
      const fence = () => leases.fence(guildId, generation);
      return {
        kv: new SqliteKv(database, now, fence),
        schedules: new SqliteSchedules(database, now, fence),
        state: new SqliteState(database, fence),
        cron: new SqliteCron(database, now, fence),
      };
    },
    copyTo: (target) => copyDatabase(database, path, target),
    close: async () => database.close(),
  };
}

async function openFile(path: string): Promise<Database> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite gives its own files the mode of this one.
    await (await open(path, "a", 0o600)).close();
  } catch (error) {
    throw new StorageError(`Cannot write database "${path}": ${(error as Error).message}`, { cause: error });
  }
  const deadline = Date.now() + LOCKED_MS;
  for (;;) {
    try {
      return prepare(path);
    } catch (error) {
      if (error instanceof StorageError) throw error;
      // Neither entering WAL mode nor migrating waits for another process that does the same.
      if (!isBusy(error) || Date.now() > deadline) {
        throw new StorageError(describe(path, error), { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function prepare(path: string): Database {
  const database = new Database(path);
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA foreign_keys = ON;
    `);
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function describe(path: string, error: unknown): string {
  const { message } = error as Error;
  if (/not a database|malformed/.test(message)) {
    return `Cannot open database "${path}": it is damaged or not a SQLite database (${message})`;
  }
  if (isBusy(error)) return `Cannot open database "${path}": another process keeps it locked`;
  return `Cannot open database "${path}": ${message}`;
}

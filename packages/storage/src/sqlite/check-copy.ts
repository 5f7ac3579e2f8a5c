import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StorageError } from "../storage-error.ts";
import { migrations } from "./migrations/mod.ts";

/** What a copy of the store holds. */
export interface CopyFacts {
  /** Of its tables; this flora brings an older one up to date when it opens it. */
  version: number;
  /** Guilds with a deployment. */
  guilds: number;
}

/** Reads a copy through and through; StorageError where it is damaged, of a newer flora, or of something else. */
export function checkCopy(path: string): CopyFacts {
  const fail = (why: string) => new StorageError(`Cannot use copy "${path}": ${why}`);
  if (!existsSync(path)) throw fail("there is no such file");
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    const first = (sql: string) => Object.values(database!.prepare(sql).get() ?? {})[0];
    const verdict = String(first("PRAGMA integrity_check"));
    if (verdict !== "ok") throw fail(`it is damaged (${verdict})`);
    const version = Number(first("PRAGMA user_version"));
    if (version === 0 || !first("SELECT name FROM sqlite_schema WHERE name = 'current_deployments'")) {
      throw fail("it is no database of flora");
    }
    if (version > migrations.length) {
      throw fail(`it has version ${version}, this flora knows versions up to ${migrations.length}`);
    }
    return { version, guilds: Number(first("SELECT count(*) FROM current_deployments")) };
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw fail((error as Error).message);
  } finally {
    database?.close();
  }
}

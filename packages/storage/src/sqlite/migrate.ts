import { StorageError } from "../storage-error.ts";
import type { Database } from "./database.ts";
import { migrations } from "./migrations/mod.ts";

/**
 * Brings the database to this version of flora. The write lock lets one of several starting processes do it. Throws
 * StorageError for a database of a newer flora or of something else, which is left untouched.
 */
export function migrate(database: Database, path: string, steps: readonly string[] = migrations): void {
  const version = () => database.get<{ user_version: number }>("PRAGMA user_version")!.user_version;
  // Whoever finds everything done need not wait for somebody who writes.
  if (version() === steps.length) return;
  database.writeNow(() => {
    const found = version();
    if (found > steps.length) {
      throw new StorageError(
        `Cannot open database "${path}": it has version ${found}, this flora knows versions up to ${steps.length}`,
      );
    }
    if (found === 0 && database.get("SELECT 1 FROM sqlite_schema LIMIT 1")) {
      throw new StorageError(`Cannot open database "${path}": it holds tables of another program`);
    }
    if (found === steps.length) return;
    for (const step of steps.slice(found)) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

/** @module A thin hold on one SQLite connection: cached statements, and writes that are whole or not at all. */
import { DatabaseSync, type StatementSync } from "node:sqlite";

export type Value = string | number | null | Uint8Array;
export type Row = Record<string, unknown>;

export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #open = true;

  constructor(path: string) {
    this.#connection = new DatabaseSync(path);
  }

  /** Runs a script of statements; for pragmas and migrations. */
  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  get<T extends object = Row>(sql: string, ...values: Value[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }

  all<T extends object = Row>(sql: string, ...values: Value[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  /** Answers how many rows changed. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** One transaction that takes the write lock at once: what it reads stays true until it commits. */
  write<T>(body: () => T): T {
    return this.#transaction("BEGIN IMMEDIATE", body);
  }

  /** Several reads of one moment, whatever others write meanwhile. */
  read<T>(body: () => T): T {
    return this.#transaction("BEGIN", body);
  }

  #transaction<T>(begin: string, body: () => T): T {
    this.exec(begin);
    try {
      const result = body();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    this.#connection.close();
  }

  /** Some failures, such as a full disk, have rolled back already. */
  #rollback(): void {
    try {
      this.exec("ROLLBACK");
    } catch {
      // No transaction is open any more.
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** @module A thin hold on one SQLite connection: cached statements, and writes that are whole or not at all. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { Turns } from "./turns.ts";

export type Value = string | number | null | Uint8Array;
export type Row = Record<string, unknown>;

/** How long a statement holds up this process while another has what it needs, in milliseconds. */
const BUSY_TIMEOUT = 5_000;
/** A write lock may be held for long, whereas anything else is a matter of moments. */
const BUSY_TIMEOUT_OF_WRITES = 20;

export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #turns = new Turns();
  #open = true;

  constructor(path: string) {
    this.#connection = new DatabaseSync(path);
    this.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
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

  /**
   * One transaction that takes the write lock first: what it reads stays true until it commits. Writes happen in the order
   * they are asked for. Where another process keeps the lock, this one goes on with other work meanwhile; throws StorageError
   * when that takes too long.
   */
  write<T>(body: () => T): Promise<T> {
    return this.#turns.take(() => this.writeNow(body));
  }

  /** As `write`, for whoever cannot do anything else meanwhile: throws where another process keeps the lock. */
  writeNow<T>(body: () => T): T {
    try {
      this.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_OF_WRITES}; BEGIN IMMEDIATE`);
    } finally {
      this.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    }
    return this.#finish(body);
  }

  /** Several reads of one moment, whatever others write meanwhile. */
  read<T>(body: () => T): T {
    this.exec("BEGIN");
    return this.#finish(body);
  }

  #finish<T>(body: () => T): T {
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

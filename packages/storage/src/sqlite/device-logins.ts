import type { UserId } from "@flora/model";
import type { DeviceLogin, DeviceLoginStorage, DevicePoll } from "../identity.ts";
import { DEVICE_INTERVAL_MS, DEVICE_SLOW_DOWN_MS } from "../times.ts";
import type { Database } from "./database.ts";

interface Row {
  polledAt: number | null;
  intervalMs: number;
  decided: number;
  userId: UserId | null;
  body: string;
}

export class SqliteDeviceLogins implements DeviceLoginStorage {
  constructor(private readonly database: Database, private readonly now: () => number) {}

  async add(login: DeviceLogin, most: { all: number; perAddress: number }): Promise<boolean> {
    return this.database.write(() => {
      this.database.run("DELETE FROM device_logins WHERE expires_at <= ?", this.now());
      const all = this.#count("SELECT count(*) AS count FROM device_logins");
      const here = this.#count(
        "SELECT count(*) AS count FROM device_logins WHERE address = ?",
        login.address,
      );
      const taken = this.#count(
        "SELECT count(*) AS count FROM device_logins WHERE user_code = ?",
        login.userCode,
      );
      if (all >= most.all || here >= most.perAddress || taken > 0) return false;
      this.database.run(
        `INSERT INTO device_logins (hash, user_code, address, expires_at, interval_ms, body)
         VALUES (?, ?, ?, ?, ?, ?)`,
        login.hash,
        login.userCode,
        login.address,
        login.expiresAt,
        DEVICE_INTERVAL_MS,
        JSON.stringify(login),
      );
      return true;
    });
  }

  async find(userCode: string): Promise<DeviceLogin | null> {
    const sql = "SELECT body FROM device_logins WHERE user_code = ? AND expires_at > ? AND decided = 0";
    const row = this.database.get<{ body: string }>(sql, userCode, this.now());
    return row ? JSON.parse(row.body) : null;
  }

  async decide(userCode: string, userId: UserId | null): Promise<boolean> {
    const sql = `UPDATE device_logins SET decided = 1, user_id = ?
      WHERE user_code = ? AND expires_at > ? AND decided = 0`;
    return this.database.write(() => this.database.run(sql, userId, userCode, this.now()) > 0);
  }

  async poll(hash: string): Promise<DevicePoll> {
    return this.database.write(() => {
      const now = this.now();
      const sql = `SELECT polled_at AS polledAt, interval_ms AS intervalMs, decided, user_id AS userId, body
        FROM device_logins WHERE hash = ? AND expires_at > ?`;
      const row = this.database.get<Row>(sql, hash, now);
      if (!row) return { status: "unknown" };
      if (row.polledAt !== null && now - row.polledAt < row.intervalMs) {
        const slower = "UPDATE device_logins SET polled_at = ?, interval_ms = ? WHERE hash = ?";
        this.database.run(slower, now, row.intervalMs + DEVICE_SLOW_DOWN_MS, hash);
        return { status: "slow-down" };
      }
      if (row.decided) {
        this.database.run("DELETE FROM device_logins WHERE hash = ?", hash);
        const { name }: DeviceLogin = JSON.parse(row.body);
        return row.userId === null ? { status: "denied" } : { status: "approved", userId: row.userId, name };
      }
      this.database.run("UPDATE device_logins SET polled_at = ? WHERE hash = ?", now, hash);
      return { status: "pending" };
    });
  }

  #count(sql: string, ...values: string[]): number {
    return this.database.get<{ count: number }>(sql, ...values)!.count;
  }
}

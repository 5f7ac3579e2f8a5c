import assert from "node:assert/strict";
import { Database } from "../database.ts";
import { migrate } from "../migrate.ts";
import { identity } from "./008-identity.ts";
import { migrations } from "./mod.ts";

Deno.test("identity gives tokens of before the level that they had", () => {
  const database = new Database(":memory:");
  migrate(database, "", migrations.slice(0, migrations.indexOf(identity)));
  const add = (body: Record<string, unknown>) =>
    database.run(
      "INSERT INTO tokens (id, hash, created_at, body) VALUES (?1, ?1, 0, ?2)",
      String(body.id),
      JSON.stringify(body),
    );
  add({ id: "1", hash: "1", name: "operator", createdAt: 0 });
  add({ id: "2", hash: "2", name: "ci", guildIds: ["1"], createdAt: 0, expiresAt: 7 });
  migrate(database, "");
  const rows = database.all<{ body: string; expires_at: number | null }>("SELECT * FROM tokens ORDER BY id");
  assert.deepEqual(rows.map(({ body }) => JSON.parse(body)), [
    { id: "1", hash: "1", name: "operator", createdAt: 0, kind: "api", level: "operator" },
    {
      id: "2",
      hash: "2",
      name: "ci",
      guildIds: ["1"],
      createdAt: 0,
      expiresAt: 7,
      kind: "api",
      level: "editor",
    },
  ]);
  assert.deepEqual(rows.map(({ expires_at }) => expires_at), [null, 7]);
  database.close();
});

Deno.test("identity lets nobody change an entry of the audit log", () => {
  const database = new Database(":memory:");
  migrate(database, "");
  database.exec("INSERT INTO audit (guild_id, at, action, outcome, body) VALUES ('', 1, 'a', 'done', '{}')");
  assert.throws(() => database.exec("UPDATE audit SET at = 2"), /only ever added to/);
  database.close();
});

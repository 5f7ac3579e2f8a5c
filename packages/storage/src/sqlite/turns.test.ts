import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { StorageError } from "../storage-error.ts";
import { Database } from "./database.ts";
import { Turns } from "./turns.ts";

const locked = () => {
  throw new Error("database is locked");
};

Deno.test("take() makes the attempt before it answers where nobody waits", async () => {
  let made = false;
  const taken = new Turns().take(() => made = true);
  assert.equal(made, true);
  assert.equal(await taken, true);
});

Deno.test("take() passes on what is not about locks, and lets the next in", async () => {
  const turns = new Turns();
  await assert.rejects(turns.take(() => JSON.parse("{")), SyntaxError);
  assert.equal(await turns.take(() => 1), 1);
});

Deno.test("take() gives up after its patience, those behind it too, and serves who comes then", async () => {
  const turns = new Turns(50);
  const refused = [turns.take(locked), turns.take(locked)];
  for (const one of refused) {
    await assert.rejects(one, (error: Error) => {
      assert.ok(error instanceof StorageError);
      return /another process has kept it locked for 0.05 s/.test(error.message);
    });
  }
  assert.equal(await turns.take(() => 1), 1);
});

Deno.test("write() waits in order while another holds the lock, and holds up neither reads nor timers", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "flora.db");
  const [database, other] = [new Database(path), new DatabaseSync(path)];
  try {
    database.exec("PRAGMA journal_mode = WAL; CREATE TABLE written (n)");
    other.exec("BEGIN IMMEDIATE");
    const read = () => database.all<{ n: number }>("SELECT n FROM written ORDER BY rowid").map(({ n }) => n);
    const writes = [1, 2, 3].map((n) =>
      database.write(() => database.run("INSERT INTO written VALUES (?)", n))
    );
    const failed = assert.rejects(
      database.write(() => database.run("INSERT INTO nowhere VALUES (1)")),
      /no such table/,
    );
    const last = database.write(() => database.run("INSERT INTO written VALUES (4)"));
    // More than one attempt is made in this time.
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(read(), []);
    other.exec("COMMIT");
    await Promise.all([...writes, failed, last]);
    assert.deepEqual(read(), [1, 2, 3, 4]);
  } finally {
    other.close();
    database.close();
    await Deno.remove(folder, { recursive: true });
  }
});

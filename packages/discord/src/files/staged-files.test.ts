import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { GuildId } from "@flora/model";
import { StagedFiles } from "./staged-files.ts";

const own = "100000000000000001" as GuildId, other = "200000000000000002" as GuildId;
const base64 = (text: string) => Buffer.from(text).toString("base64");

interface Case {
  staged: StagedFiles;
  /** The code and path of a refusal, else undefined. */
  begin(guildId: GuildId, files: Record<string, number>): string | undefined;
  put(guildId: GuildId, id: string, at: number, text: string): string | undefined;
  take(guildId: GuildId, ...ids: string[]): string[] | undefined;
  drop(guildId: GuildId, ...ids: string[]): void;
}

function withStaged(limits: object, test: (parts: Case) => void | Promise<void>) {
  return async () => {
    const staged = new StagedFiles({
      fileBytes: 100,
      guildBytes: 250,
      totalBytes: 400,
      lifeMs: 60_000,
      ...limits,
    });
    const refusal = (call: Parameters<StagedFiles["answer"]>[0]) => {
      const answer = staged.answer(call);
      return answer.ok ? undefined : `${answer.error.code} ${answer.error.path ?? answer.error.retryAfterMs}`;
    };
    const parts: Case = {
      staged,
      begin(guildId, files) {
        const list = Object.entries(files).map(([id, bytes]) => ({ id, name: `${id}.bin`, bytes }));
        return refusal({ t: "begin", guildId, files: list });
      },
      put: (guildId, id, at, text) => refusal({ t: "put", guildId, id, at, dataBase64: base64(text) }),
      take: (guildId, ...ids) => staged.take(guildId, ids)?.map((bytes) => new TextDecoder().decode(bytes)),
      drop: (guildId, ...ids) => void staged.answer({ t: "drop", guildId, ids }),
    };
    try {
      await test(parts);
    } finally {
      staged.close();
      assert.equal(staged.bytes, 0);
    }
  };
}

Deno.test(
  "StagedFiles gives whole files to one request, once",
  withStaged({}, ({ staged, begin, put, take }) => {
    assert.equal(begin(own, { a: 6, b: 3 }), undefined);
    put(own, "a", 0, "abc");
    put(own, "b", 0, "xyz");
    assert.equal(take(own, "a", "b"), undefined, "not whole");
    put(own, "a", 3, "def");
    assert.equal(staged.bytes, 9);
    assert.equal(take(own, "a", "a"), undefined, "named twice");
    assert.deepEqual(take(own, "b", "a"), ["xyz", "abcdef"]);
    assert.equal(take(own, "a"), undefined, "in a request");
    assert.equal(put(own, "a", 6, "g"), "INVALID_ARGUMENT id", "in a request");
    staged.release(own, ["a", "b"]);
    assert.equal(staged.bytes, 0);
    assert.equal(take(own, "a"), undefined, "used up");
    assert.equal(put(own, "a", 0, "abc"), "INVALID_ARGUMENT id", "used up");
  }),
);

Deno.test(
  "StagedFiles takes parts in order, within the size that was announced",
  withStaged({}, ({ staged, begin, put, take }) => {
    begin(own, { a: 4 });
    assert.equal(put(own, "a", 1, "b"), "INVALID_ARGUMENT at");
    assert.equal(put(own, "a", 0, "abcde"), "INVALID_ARGUMENT dataBase64", "beyond its end");
    assert.equal(put(own, "a", 0, "ab"), undefined);
    assert.equal(put(own, "a", 0, "ab"), "INVALID_ARGUMENT at", "again");
    assert.equal(put(own, "a", 2, "cd"), undefined);
    assert.equal(put(own, "a", 4, "e"), "INVALID_ARGUMENT dataBase64", "after its end");
    const noBase64 = staged.answer({ t: "put", guildId: own, id: "a", at: 4, dataBase64: "%%%%" });
    assert.equal(!noBase64.ok && noBase64.error.path, "dataBase64");
    assert.deepEqual(take(own, "a"), ["abcd"]);
  }),
);

Deno.test(
  "StagedFiles refuses what is too large before any of it comes, by name, size and limit",
  withStaged({}, ({ staged, begin }) => {
    const files = [{ id: "a", name: "a.bin", bytes: 10 }, { id: "b", name: "b.bin", bytes: 101 }];
    assert.deepEqual(staged.answer({ t: "begin", guildId: own, files }), {
      ok: false,
      error: {
        code: "INVALID_ARGUMENT",
        message: `Cannot upload "b.bin": it is 101 bytes, at most 100`,
        path: "files.1",
      },
    });
    assert.equal(begin(own, { a: 100, b: 100, c: 51 }), "INVALID_ARGUMENT files");
    assert.equal(begin(own, { a: 100, b: 100, c: 50 }), undefined, "nothing was taken up before");
  }),
);

Deno.test(
  "StagedFiles tells files of another guild from those of nobody by nothing",
  withStaged({}, ({ staged, begin, put, take, drop }) => {
    begin(own, { a: 3 });
    put(own, "a", 0, "abc");
    assert.equal(take(other, "a"), undefined);
    assert.equal(put(other, "a", 3, "d"), put(other, "nothing", 0, "d"));
    assert.equal(begin(other, { a: 3 }), "INVALID_ARGUMENT files", "an id that is taken");
    drop(other, "a");
    staged.release(other, ["a"]);
    staged.forgetGuild(other);
    assert.deepEqual(take(own, "a"), ["abc"]);
  }),
);

Deno.test(
  "StagedFiles counts a guild's files until they are sent or dropped, however few bytes have come",
  withStaged({}, ({ staged, begin, put, take, drop }) => {
    begin(own, { a: 100, b: 100 });
    assert.equal(begin(own, { c: 51 }), "LIMIT_EXCEEDED 1000");
    assert.equal(begin(other, { c: 51 }), undefined, "of this guild alone");
    drop(own, "b");
    begin(own, { d: 100 });
    put(own, "d", 0, "d".repeat(100));
    take(own, "d");
    drop(own, "d");
    assert.equal(begin(own, { e: 51 }), "LIMIT_EXCEEDED 1000", "a request has it");
    staged.release(own, ["d"]);
    assert.equal(begin(own, { e: 51 }), undefined);
  }),
);

Deno.test(
  "StagedFiles bounds how many small files a guild may begin",
  withStaged({}, ({ begin }) => {
    let begun = 0;
    while (begin(own, { [`f${begun}`]: 1 }) === undefined) begun++;
    assert.equal(begun, 64);
  }),
);

Deno.test(
  "StagedFiles lets the oldest unsent files give way where all room is taken, never those of a request",
  withStaged({ totalBytes: 100, fileBytes: 60 }, ({ staged, begin, put, take }) => {
    begin(own, { sent: 60, idle: 40 });
    put(own, "sent", 0, "s".repeat(60));
    put(own, "idle", 0, "i".repeat(40));
    take(own, "sent");
    begin(other, { new: 50 });
    assert.equal(put(other, "new", 0, "n".repeat(40)), undefined);
    assert.equal(take(own, "idle"), undefined, "gave way");
    assert.equal(put(other, "new", 40, "n".repeat(10)), "LIMIT_EXCEEDED 1000", "the rest is in a request");
    assert.equal(staged.bytes, 100);
    staged.release(own, ["sent"]);
    assert.equal(put(other, "new", 40, "n".repeat(10)), undefined);
  }),
);

Deno.test(
  "StagedFiles forgets what no request names in time, and all of a guild that was left",
  withStaged({ lifeMs: 1 }, async ({ staged, begin, put, take }) => {
    begin(own, { kept: 3, late: 3 });
    put(own, "kept", 0, "abc");
    put(own, "late", 0, "abc");
    take(own, "kept");
    while (staged.bytes > 3) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(take(own, "late"), undefined);
    staged.release(own, ["kept"]);
    begin(other, { a: 3 });
    put(other, "a", 0, "abc");
    staged.forgetGuild(other);
    assert.equal(staged.bytes, 0);
  }),
);

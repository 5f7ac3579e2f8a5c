import assert from "node:assert/strict";
import { type Cases, guild, logLine, otherGuild } from "./backend.ts";

const messages = (lines: { message: string }[]) => lines.map(({ message }) => message);

export const logCases: Cases = {
  "logs.read() answers the newest lines, oldest first": async ({ storage: { logs } }) => {
    const line = logLine("a\0\u001b", { event: "cron", dispatchId: "d", revisionId: "r", level: "error" });
    await logs.append(guild, [line, logLine("b"), logLine("c")], 10);
    await logs.append(otherGuild, [logLine("other")], 10);
    await logs.append(guild, [], 10);
    const [first, ...rest] = await logs.read(guild, { limit: 10 });
    assert.deepEqual(first, { ...line, seq: first!.seq });
    assert.deepEqual(messages(rest), ["b", "c"]);
    assert.deepEqual(messages(await logs.read(guild, { limit: 2 })), ["b", "c"]);
  },

  "logs.read() resumes after a line and never repeats one": async ({ storage: { logs } }) => {
    await logs.append(guild, [logLine("a"), logLine("b"), logLine("c")], 10);
    const [first] = await logs.read(guild, { limit: 10 });
    assert.deepEqual(messages(await logs.read(guild, { limit: 1, afterSeq: first!.seq })), ["b"]);
    const all = await logs.read(guild, { limit: 10, afterSeq: first!.seq });
    assert.deepEqual(messages(all), ["b", "c"]);
    assert.deepEqual(await logs.read(guild, { limit: 10, afterSeq: all.at(-1)!.seq }), []);
  },

  "logs.read() filters by level": async ({ storage: { logs } }) => {
    for (const level of ["debug", "info", "warn", "error"] as const) {
      await logs.append(guild, [logLine(level, { level })], 10);
    }
    assert.deepEqual(messages(await logs.read(guild, { limit: 10, minLevel: "warn" })), ["warn", "error"]);
    assert.deepEqual(messages(await logs.read(guild, { limit: 1, minLevel: "info" })), ["error"]);
    assert.equal((await logs.read(guild, { limit: 10 })).length, 4);
  },

  "logs.read() filters by time and dispatch, and goes back before a line": async ({ storage: { logs } }) => {
    const lines = [1, 2, 2, 3, 4].map((at, index) =>
      logLine(`${index}`, { at, ...(index % 2 === 0 && { dispatchId: "even" }) })
    );
    await logs.append(guild, lines, 10);
    await logs.append(otherGuild, [logLine("other", { at: 2, dispatchId: "even" })], 10);
    const read = async (query: object) => messages(await logs.read(guild, { limit: 10, ...query }));
    assert.deepEqual(await read({ since: 2 }), ["1", "2", "3", "4"]);
    assert.deepEqual(await read({ since: 2, until: 3 }), ["1", "2"]);
    assert.deepEqual(await read({ until: 2 }), ["0"]);
    assert.deepEqual(await read({ dispatchId: "even" }), ["0", "2", "4"]);
    assert.deepEqual(await read({ dispatchId: "odd" }), []);
    const all = await logs.read(guild, { limit: 10 });
    const [, second, , , last] = all.map(({ seq }) => seq);
    assert.deepEqual(await read({ beforeSeq: last!, limit: 2 }), ["2", "3"]);
    assert.deepEqual(await read({ beforeSeq: last!, afterSeq: second! }), ["2", "3"]);
    assert.deepEqual(await read({ beforeSeq: last!, dispatchId: "even", limit: 1 }), ["2"]);
  },

  "logs.append() keeps each guild's newest lines": async ({ storage: { logs } }) => {
    await logs.append(otherGuild, [logLine("other")], 3);
    for (let index = 0; index < 5; index++) {
      await logs.append(guild, [logLine(`${index}a`), logLine(`${index}b`)], 3);
    }
    const kept = await logs.read(guild, { limit: 10 });
    assert.deepEqual(messages(kept), ["3b", "4a", "4b"]);
    assert.equal((await logs.read(otherGuild, { limit: 10 })).length, 1);
    await logs.append(guild, [logLine("x")], 1);
    const [last] = await logs.read(guild, { limit: 10 });
    assert.ok(last!.seq > kept.at(-1)!.seq);
  },
};

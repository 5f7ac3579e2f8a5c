import assert from "node:assert/strict";
import { openLoopback, OTHER_GUILD, OWN_GUILD, refusalOf } from "../testing/loopback.ts";

Deno.test("schedules are put, listed as they are due and cancelled", async () => {
  await using loop = await openLoopback();
  const { schedules } = loop.guest;
  const at = loop.clock.at + 60_000;
  assert.deepEqual(await schedules.put({ name: "unban:1", at, payload: { user: "1" } }), {
    name: "unban:1",
    at,
  });
  await schedules.put({ name: "__proto__", at: at - 1, payload: undefined });
  assert.deepEqual(await schedules.list({}), {
    schedules: [{ name: "__proto__", at: at - 1, payload: null }, {
      name: "unban:1",
      at,
      payload: { user: "1" },
    }],
  });
  assert.deepEqual(await schedules.cancel({ name: "unban:1" }), { cancelled: true });
  assert.deepEqual(await schedules.cancel({ name: "unban:1" }), { cancelled: false });
});

Deno.test("schedules of another guild can neither be seen, replaced nor cancelled", async () => {
  await using loop = await openLoopback();
  const { schedules } = loop.guest;
  const theirs = { name: "theirs", dueAt: loop.clock.at, payload: "secret" };
  await loop.storage.schedules.put(OTHER_GUILD, theirs, 9);
  assert.deepEqual(await schedules.list({ guildId: OTHER_GUILD } as never), { schedules: [] });
  assert.deepEqual(await schedules.cancel({ name: "theirs", guildId: OTHER_GUILD } as never), {
    cancelled: false,
  });
  await schedules.put({ name: "theirs", at: 1, payload: 1, guildId: OTHER_GUILD } as never);
  assert.deepEqual(await loop.storage.schedules.list(OTHER_GUILD), [theirs]);
  assert.equal((await loop.storage.schedules.list(OWN_GUILD)).length, 1);
});

Deno.test("schedules.put refuses what is too much, with the figures", async () => {
  await using loop = await openLoopback({ limits: { schedules: 2, schedulePayloadBytes: 20 } });
  const { schedules } = loop.guest;
  const at = loop.clock.at;
  const large = await refusalOf(schedules.put({ name: "a", at, payload: "é".repeat(10) }));
  assert.deepEqual([large.code, large.path], ["LIMIT_EXCEEDED", "payload"]);
  assert.match(large.message, /payload is 22 bytes of JSON, at most 20/);
  await schedules.put({ name: "a", at, payload: "é".repeat(9) });
  await schedules.put({ name: "b", at, payload: 1 });
  const many = await refusalOf(schedules.put({ name: "c", at, payload: 1 }));
  assert.equal(many.code, "LIMIT_EXCEEDED");
  assert.match(many.message, /2 wait already, at most 2/);
  await schedules.put({ name: "a", at, payload: 2 });
});

Deno.test("schedules refuse names and times outside their rules, naming the path", async () => {
  await using loop = await openLoopback();
  const { schedules } = loop.guest;
  const at = loop.clock.at;
  const bad: [Record<string, unknown>, string][] = [
    [{ name: "" }, "name"],
    [{ name: "x".repeat(101) }, "name"],
    [{ name: "a\nb" }, "name"],
    [{ name: "\u001b[31m" }, "name"],
    [{ name: "\u202edrow" }, "name"],
    [{ name: "a\ud800" }, "name"],
    [{ name: 5 }, "name"],
    [{ at: "tomorrow" }, "at"],
    [{ at: 1.5 }, "at"],
    [{ at: -1 }, "at"],
    [{ at: null }, "at"],
    [{ at: at + 11 * 365 * 86_400_000 }, "at"],
  ];
  for (const [args, path] of bad) {
    const refused = await refusalOf(schedules.put({ name: "a", at, payload: 1, ...args } as never));
    assert.deepEqual([refused.code, refused.path], ["INVALID_ARGUMENT", path], JSON.stringify(args));
  }
  assert.deepEqual(await schedules.list({}), { schedules: [] });
});

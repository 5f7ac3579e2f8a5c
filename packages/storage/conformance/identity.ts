/** @module Who may do what: people, sessions, grants, tokens, command lines that want to log in. */
import assert from "node:assert/strict";
import type { UserId } from "@flora/model";
import type { DeviceLogin, TokenRecord } from "../src/identity.ts";
import { type Cases, guild, otherGuild } from "./backend.ts";

const ada = "200000000000000001" as UserId;
const ben = "200000000000000002" as UserId;

function login(id: string, fields: Partial<DeviceLogin> = {}): DeviceLogin {
  const at = 1_700_000_000_000;
  const times = { createdAt: at, expiresAt: at + 600_000 };
  return { hash: `hash ${id}`, userCode: `CODE-${id}`, name: "flora", address: "::1", ...times, ...fields };
}

const ample = { all: 100, perAddress: 100 };

export const identityCases: Cases = {
  "people.put() replaces what was known of somebody": async ({ storage: { people } }) => {
    assert.equal(await people.find(ada), null);
    const person = { userId: ada, name: "Ada \0", guilds: [], checkedAt: 1 };
    await people.put({ ...person, sealed: "s", avatar: "a" });
    const guilds = [{ id: guild, name: "Home", owner: true }];
    await people.put({ ...person, guilds, checkedAt: 2 });
    assert.deepEqual(await people.find(ada), { ...person, guilds, checkedAt: 2 });
    assert.equal(await people.find(ben), null);
    assert.deepEqual([await people.delete(ada), await people.delete(ada)], [true, false]);
    assert.equal(await people.find(ada), null);
  },

  "people.idle() names those whom nothing acts for any more": async ({ storage, clock }) => {
    const { people, sessions, tokens } = storage;
    const cleo = "200000000000000003" as UserId;
    for (const userId of [ada, ben, cleo]) await people.put({ userId, name: "x", guilds: [], checkedAt: 1 });
    assert.deepEqual(await people.idle(), [ada, ben, cleo]);
    const createdAt = clock.ms;
    await sessions.add({ hash: "a", userId: ada, createdAt, expiresAt: createdAt + 10 }, 5);
    const token = { kind: "login" as const, level: "viewer" as const, name: "x", createdAt };
    await tokens.put({ ...token, id: "1", hash: "1", maker: ben, expiresAt: createdAt + 20 });
    await tokens.put({ ...token, id: "2", hash: "2", maker: cleo });
    assert.deepEqual(await people.idle(), []);
    clock.advance(10);
    assert.deepEqual(await people.idle(), [ada]);
    clock.advance(10);
    assert.deepEqual(await people.idle(), [ada, ben]);
    await tokens.delete("2");
    assert.deepEqual(await people.idle(), [ada, ben, cleo]);
  },

  "sessions.find() knows a session until it expires or is deleted": async ({ storage, connect, clock }) => {
    const second = await connect();
    const session = { hash: "aa", userId: ada, createdAt: clock.ms, expiresAt: clock.ms + 10 };
    await storage.sessions.add(session, 5);
    assert.deepEqual(await second.sessions.find("aa"), session);
    assert.deepEqual([await second.sessions.find("AA"), await second.sessions.find("")], [null, null]);
    clock.advance(9);
    assert.ok(await second.sessions.find("aa"));
    clock.advance(1);
    assert.equal(await storage.sessions.find("aa"), null);
    await storage.sessions.add({ ...session, hash: "bb", expiresAt: clock.ms + 10 }, 5);
    assert.deepEqual([await second.sessions.delete("bb"), await second.sessions.delete("bb")], [true, false]);
    assert.equal(await storage.sessions.find("bb"), null);
  },

  "sessions.add() keeps a person's newest": async ({ storage: { sessions }, clock }) => {
    const expiresAt = clock.ms + 1000;
    await sessions.add({ hash: "other", userId: ben, createdAt: 0, expiresAt }, 2);
    for (const [index, hash] of ["a", "b", "c"].entries()) {
      await sessions.add({ hash, userId: ada, createdAt: index, expiresAt }, 2);
    }
    await sessions.add({ hash: "late", userId: ada, createdAt: 1, expiresAt }, 2);
    const there = await Promise.all(["a", "b", "c", "late", "other"].map((hash) => sessions.find(hash)));
    assert.deepEqual(there.map(Boolean), [false, false, true, true, true]);
  },

  "grants.put() replaces a person's one in that guild, up to the most": async ({ storage: { grants } }) => {
    const grant = { guildId: guild, userId: ada, role: "viewer" as const, grantedBy: "Olive", grantedAt: 1 };
    assert.equal(await grants.put(grant, 2), true);
    assert.equal(await grants.put({ ...grant, userId: ben, grantedAt: 0 }, 2), true);
    assert.equal(await grants.put({ ...grant, userId: "200000000000000003" as UserId }, 2), false);
    assert.equal(await grants.put({ ...grant, role: "admin" }, 2), true);
    assert.equal(await grants.put({ ...grant, guildId: otherGuild, grantedAt: 2 }, 2), true);
    assert.deepEqual((await grants.list(guild)).map(({ userId, role }) => [userId, role]), [
      [ben, "viewer"],
      [ada, "admin"],
    ]);
    assert.deepEqual((await grants.listOf(ada)).map(({ guildId }) => guildId), [guild, otherGuild]);
    assert.deepEqual(await grants.find(guild, ada), { ...grant, role: "admin" });
    assert.deepEqual([await grants.delete(guild, ada), await grants.delete(guild, ada)], [true, false]);
    assert.equal(await grants.find(guild, ada), null);
    assert.equal((await grants.find(otherGuild, ada))?.role, "viewer");
  },

  "tokens are found by hash and id, and listed by age or maker": async ({ storage: { tokens } }) => {
    const base = { kind: "api" as const, level: "editor" as const };
    const scoped: TokenRecord = {
      ...{ ...base, id: "1", hash: "aa", name: "ci", guildIds: [guild], readOnly: true, maker: ada },
      ...{ createdAt: 2, expiresAt: 1_800_000_000_000 },
    };
    const operator: TokenRecord = {
      ...base,
      level: "operator",
      id: "2",
      hash: "bb",
      name: "me",
      createdAt: 1,
    };
    await tokens.put(scoped);
    await tokens.put(operator);
    assert.deepEqual(await tokens.findByHash("aa"), scoped);
    assert.deepEqual(await tokens.find("2"), operator);
    assert.deepEqual([await tokens.findByHash("AA"), await tokens.find("3")], [null, null]);
    assert.deepEqual(await tokens.list(), [operator, scoped]);
    assert.deepEqual([await tokens.listOf(ada), await tokens.listOf(ben)], [[scoped], []]);
    await tokens.put({ ...scoped, hash: "cc", maker: ben });
    assert.equal(await tokens.findByHash("aa"), null);
    assert.equal((await tokens.findByHash("cc"))?.id, "1");
    assert.deepEqual(await tokens.listOf(ada), []);
    assert.deepEqual([await tokens.delete("1"), await tokens.delete("1")], [true, false]);
    assert.equal(await tokens.findByHash("cc"), null);
  },

  "tokens.put() forgets what expired a month ago": async ({ storage: { tokens }, clock }) => {
    const token = { kind: "login" as const, level: "viewer" as const, name: "x", createdAt: clock.ms };
    await tokens.put({ ...token, id: "1", hash: "1", expiresAt: clock.ms });
    await tokens.put({ ...token, id: "2", hash: "2" });
    clock.advance(30 * 86_400_000);
    await tokens.put({ ...token, id: "3", hash: "3" });
    assert.ok(await tokens.findByHash("1"));
    clock.advance(1);
    await tokens.put({ ...token, id: "3", hash: "3" });
    assert.deepEqual((await tokens.list()).map(({ id }) => id).sort(), ["2", "3"]);
  },

  "deviceLogins.poll() tells a decision once": async ({ storage, connect, clock }) => {
    const second = (await connect()).deviceLogins;
    const { deviceLogins } = storage;
    assert.deepEqual(await deviceLogins.poll("hash 1"), { status: "unknown" });
    await deviceLogins.add(login("1"), ample);
    await deviceLogins.add(login("2", { name: "other" }), ample);
    assert.deepEqual(await second.find("CODE-1"), login("1"));
    assert.equal(await second.find("CODE-3"), null);
    assert.deepEqual(await deviceLogins.poll("hash 1"), { status: "pending" });
    assert.equal(await second.decide("CODE-1", ada), true);
    assert.equal(await deviceLogins.decide("CODE-1", ben), false);
    assert.equal(await deviceLogins.find("CODE-1"), null);
    clock.advance(5_000);
    const told = await Promise.all([deviceLogins.poll("hash 1"), second.poll("hash 1")]);
    assert.deepEqual(told.map(({ status }) => status).sort(), ["approved", "unknown"]);
    assert.deepEqual(told.find(({ status }) => status === "approved"), {
      status: "approved",
      userId: ada,
      name: "flora",
    });
    assert.equal(await deviceLogins.decide("CODE-2", null), true);
    assert.deepEqual(await deviceLogins.poll("hash 2"), { status: "denied" });
    assert.deepEqual(await deviceLogins.poll("hash 2"), { status: "unknown" });
  },

  "deviceLogins.poll() slows down who asks too often": async ({ storage: { deviceLogins }, clock }) => {
    await deviceLogins.add(login("1"), ample);
    const after = async (ms: number) => {
      clock.advance(ms);
      return (await deviceLogins.poll("hash 1")).status;
    };
    assert.deepEqual(
      [await after(0), await after(4_999), await after(9_999), await after(14_999), await after(20_000)],
      ["pending", "slow-down", "slow-down", "slow-down", "pending"],
    );
    await deviceLogins.decide("CODE-1", ada);
    assert.deepEqual([await after(1), await after(25_000)], ["slow-down", "approved"]);
  },

  "deviceLogins end, and there are only so many": async ({ storage: { deviceLogins }, clock }) => {
    const most = { all: 3, perAddress: 2 };
    assert.equal(await deviceLogins.add(login("1"), most), true);
    assert.equal(await deviceLogins.add(login("1", { hash: "other" }), most), false);
    assert.equal(await deviceLogins.add(login("2"), most), true);
    assert.equal(await deviceLogins.add(login("3"), most), false);
    assert.equal(await deviceLogins.add(login("3", { address: "::2" }), most), true);
    assert.equal(await deviceLogins.add(login("4", { address: "::3" }), most), false);
    clock.advance(600_000);
    assert.equal(await deviceLogins.find("CODE-1"), null);
    assert.equal(await deviceLogins.decide("CODE-1", ada), false);
    assert.deepEqual(await deviceLogins.poll("hash 1"), { status: "unknown" });
    assert.equal(await deviceLogins.add(login("4", { expiresAt: clock.ms + 1 }), most), true);
  },
};

import assert from "node:assert/strict";
import type { DiscordResponse } from "@flora/discord";
import type { GuildId } from "@flora/model";
import { Possessions } from "./possessions.ts";

const own = "100000000000000001" as GuildId;
const other = "200000000000000002" as GuildId;
const claim = (id: string, kind: "webhook" | "invite" | "emoji" = "webhook") => ({
  kind,
  id,
  at: "params.id",
});

/** Possessions over lists that a test may change. */
function setUp(lists: Record<string, unknown[] | DiscordResponse>) {
  const asked: string[] = [];
  const clock = { at: 1_800_000_000_000 };
  const possessions = new Possessions(async (_, path) => {
    asked.push(path);
    await Promise.resolve();
    const list = lists[path] ?? [];
    return Array.isArray(list) ? { ok: true, status: 200, body: list } : list;
  }, () => clock.at);
  return { possessions, asked, clock };
}

Deno.test("Possessions.owns() asks for the guild's own list once, and never for an id", async () => {
  const { possessions, asked } = setUp({
    [`/guilds/${own}/webhooks`]: [{ id: "1", token: "secret" }, { id: "2" }],
  });
  const answers = await Promise.all(["1", "2", "3", "4"].map((id) => possessions.owns(own, claim(id))));
  assert.deepEqual(answers, [true, true, false, false]);
  assert.equal(await possessions.owns(own, claim("5")), false);
  assert.deepEqual(asked, [`/guilds/${own}/webhooks`]);
  assert.equal(possessions.webhookToken(own, "1"), "secret");
  assert.equal(possessions.webhookToken(own, "2"), undefined);
});

Deno.test("Possessions.owns() reads the list anew when it is older, so that what was made meanwhile is found", async () => {
  const lists: Record<string, unknown[]> = { [`/guilds/${own}/emojis`]: [] };
  const { possessions, asked, clock } = setUp(lists);
  assert.equal(await possessions.owns(own, claim("1", "emoji")), false);
  lists[`/guilds/${own}/emojis`] = [{ id: "1" }];
  assert.equal(await possessions.owns(own, claim("1", "emoji")), false);
  clock.at += 5_000;
  assert.equal(await possessions.owns(own, claim("1", "emoji")), true);
  assert.equal(asked.length, 2);
});

Deno.test("Possessions.apply() has a list read anew that Discord tells has changed, also while it is being read", async () => {
  const lists: Record<string, unknown[]> = { [`/guilds/${own}/emojis`]: [] };
  const { possessions, asked } = setUp(lists);
  const changed = (guildId: string) =>
    possessions.apply({ t: "GUILD_EMOJIS_UPDATE", d: { guild_id: guildId } });
  changed(own);
  const reading = possessions.owns(own, claim("1", "emoji"));
  changed(own);
  assert.equal(await reading, false);
  lists[`/guilds/${own}/emojis`] = [{ id: "1" }];
  assert.equal(await possessions.owns(own, claim("1", "emoji")), true);
  lists[`/guilds/${own}/emojis`] = [{ id: "2" }];
  changed(other);
  assert.equal(await possessions.owns(own, claim("2", "emoji")), false);
  changed(own);
  assert.equal(await possessions.owns(own, claim("2", "emoji")), true);
  assert.equal(asked.length, 3);
});

Deno.test("Possessions.learn() spares the question, for that guild alone", async () => {
  const { possessions, asked } = setUp({});
  possessions.learn(own, "invite", { code: "abc" });
  possessions.learn(own, "webhook", { id: "1", token: "secret" });
  possessions.learn(own, "webhook", { id: "1" });
  assert.equal(await possessions.owns(own, claim("abc", "invite")), true);
  assert.equal(possessions.webhookToken(own, "1"), "secret");
  assert.deepEqual(asked, []);
  assert.equal(await possessions.owns(other, claim("abc", "invite")), false);
  assert.equal(possessions.webhookToken(other, "1"), undefined);
  possessions.forget(own);
  assert.equal(await possessions.owns(own, claim("abc", "invite")), false);
});

Deno.test("Possessions.owns() passes on why a list cannot be read, without asking again at once", async () => {
  const refusal: DiscordResponse = {
    ok: false,
    kind: "discord",
    status: 403,
    discordCode: 50013,
    message: "Missing Permissions",
  };
  const { possessions, asked } = setUp({ [`/guilds/${own}/invites`]: refusal });
  for (const code of ["abc", "def"]) {
    assert.deepEqual(await possessions.owns(own, claim(code, "invite")), refusal);
  }
  assert.equal(asked.length, 1);
});

Deno.test("Possessions keeps a bounded number of lists", async () => {
  const { possessions, asked } = setUp({});
  possessions.learn(own, "emoji", { id: "1" });
  for (let n = 0; n < 2_000; n++) {
    possessions.learn(String(300000000000000000n + BigInt(n)) as GuildId, "emoji", { id: "1" });
  }
  assert.equal(await possessions.owns(own, claim("1", "emoji")), false);
  assert.equal(asked.length, 1);
});

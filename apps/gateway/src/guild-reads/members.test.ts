import assert from "node:assert/strict";
import type { DiscordRequestInput, DiscordResponse } from "@flora/discord";
import type { GuildId } from "@flora/model";
import { Members } from "./members.ts";

const guild = "100000000000000001" as GuildId;
const wire = (index: number, roles: string[] = []) => ({
  user: { id: String(200000000000000000n + BigInt(index)), username: `user${index}` },
  roles,
});

/** Members of a guild of `size`, as Discord pages them; with a clock that the test moves. */
function members(size: number) {
  const asked: DiscordRequestInput[] = [];
  const clock = { at: 0 };
  const answer = ({ route, params, query }: DiscordRequestInput): DiscordResponse => {
    if (route === "members.get") {
      const index = Number(BigInt(params!.userId!) - 200000000000000000n);
      if (index < size) return { ok: true, status: 200, body: wire(index) };
      return { ok: false, kind: "discord", message: "Unknown Member", status: 404, discordCode: 10_007 };
    }
    const start = query!.after === "0" ? 0 : Number(BigInt(query!.after as string) - 200000000000000000n) + 1;
    const page = Array.from(
      { length: Math.min(Number(query!.limit), size - start) },
      (_, i) => wire(start + i),
    );
    return { ok: true, status: 200, body: page };
  };
  const found = new Members({
    now: () => clock.at,
    request: (request) => {
      asked.push(request);
      return Promise.resolve(answer(request));
    },
  });
  return { found, asked, clock };
}

Deno.test("Members list() reads page after page, up to ten thousand", async () => {
  for (const [size, calls] of [[0, 1], [999, 1], [1_000, 2], [2_500, 3], [10_000, 11]] as const) {
    const { found, asked } = members(size);
    const listed = await found.list(guild);
    assert.ok(listed.ok);
    assert.equal(listed.body.length, size);
    assert.equal(new Set(listed.body.map(({ id }) => id)).size, size);
    assert.equal(asked.length, calls);
  }
  const { found, asked } = members(10_001);
  const refused = await found.list(guild);
  assert.ok(!refused.ok && refused.kind === "invalid");
  assert.match(refused.message, /more than 10000 members/);
  assert.equal(asked.length, 11);
});

Deno.test("Members keeps what it found for a minute, and refusals not at all", async () => {
  const { found, asked, clock } = members(1);
  const id = wire(0).user.id;
  await Promise.all([found.get(guild, id), found.get(guild, id), found.list(guild), found.list(guild)]);
  assert.equal(asked.length, 2);
  clock.at = 59_999;
  await found.get(guild, id);
  assert.equal(asked.length, 2);
  clock.at = 60_000;
  await found.get(guild, id);
  assert.equal(asked.length, 3);
  const large = members(20_000);
  await large.found.list(guild);
  const before = large.asked.length;
  await large.found.list(guild);
  assert.equal(large.asked.length, 2 * before);
});

Deno.test("Members learns from events, and forgets who has left", async () => {
  const { found, asked } = members(1);
  const id = wire(7).user.id;
  const nick = async () => {
    const answer = await found.get(guild, id);
    assert.ok(answer.ok);
    return answer.body?.displayName ?? null;
  };
  found.apply({
    t: "MESSAGE_CREATE",
    d: { guild_id: guild, author: wire(7).user, member: { roles: [], nick: "A" } },
  });
  assert.equal(await nick(), "A");
  found.apply({ t: "GUILD_MEMBER_UPDATE", d: { guild_id: guild, ...wire(7), nick: "B" } });
  assert.equal(await nick(), "B");
  const webhook = {
    guild_id: guild,
    webhook_id: "1",
    author: { id, username: "hook" },
    member: { roles: [] },
  };
  found.apply({ t: "MESSAGE_CREATE", d: webhook });
  assert.equal(await nick(), "B");
  assert.equal(asked.length, 0);
  found.apply({ t: "GUILD_MEMBER_REMOVE", d: { guild_id: guild, user: { id } } });
  assert.equal(await nick(), null);
  assert.equal(asked.length, 1);
});

import assert from "node:assert/strict";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Wire } from "../state/types.ts";
import { Bare, withEmulator } from "../../testdata/harness.ts";

Deno.test("control surface describes itself", () =>
  withEmulator({}, async ({ act }) => {
    const document = await act("GET", "/openapi.json") as Wire & { paths: Record<string, unknown> };
    for (
      const path of [
        "/guilds",
        "/channels/{id}/commands",
        "/interactions/{id}",
        "/requests",
        "/clock",
        "/faults",
      ]
    ) {
      assert.ok(path in document.paths, path);
    }
  }));

Deno.test("control surface names the field it refuses", () =>
  withEmulator({}, async ({ control, generalId, ownerId, emulator }) => {
    const cases: [string, string, unknown, number, string][] = [
      ["POST", `/channels/${generalId}/messages`, { content: "x" }, 400, "userId"],
      [
        "POST",
        `/channels/${generalId}/messages`,
        { userId: emulator.botUserId, content: "x" },
        400,
        "userId",
      ],
      ["POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "" }, 400, "content"],
      [
        "POST",
        `/channels/${generalId}/messages`,
        { userId: ownerId, content: "x".repeat(4001) },
        400,
        "content",
      ],
      ["POST", "/clock", { advanceMs: -1 }, 400, "advanceMs"],
      ["POST", "/faults", { kind: "nothing" }, 400, "kind"],
    ];
    for (const [method, path, body, status, field] of cases) {
      const answer = await control(method, path, body);
      assert.deepEqual(
        [answer.status, (answer.body.problems as Wire[])[0]?.path],
        [status, field],
        JSON.stringify(answer.body),
      );
      assert.match(String(answer.body.error), /^Cannot .+/);
    }
    const gone = await control("POST", "/channels/100000000000000001/messages", {
      userId: ownerId,
      content: "x",
    });
    assert.deepEqual([gone.status, gone.body.error], [
      404,
      "Cannot use channel 100000000000000001: no such channel",
    ]);
    assert.equal((await control("GET", "/nowhere")).status, 404);
  }));

Deno.test("control surface: the bot's coming and going", () =>
  withEmulator({}, async ({ act, control, rest, emulator }) => {
    const bare = new Bare(`${emulator.gatewayUrl}/?v=10&encoding=json`);
    await bare.identify(emulator.token, 1);
    const made = await act("POST", "/guilds", { name: "Second", members: ["zed"], bot: false }) as Wire & {
      channels: { id: string }[];
      members: { userId: string }[];
    };
    assert.equal((await rest("GET", `/guilds/${made.id}`)).body.code, 50001);
    const use = { userId: made.members[0]!.userId, name: "x" };
    const refused = await control("POST", `/channels/${made.channels[0]!.id}/commands`, use);
    assert.deepEqual([refused.status, refused.body.error], [
      409,
      `Cannot run command "x": the bot is not in guild ${made.id}`,
    ]);
    await act("POST", `/guilds/${made.id}/bot`, {});
    await bare.until((frames) => frames.find(({ t, d }) => t === "GUILD_CREATE" && d.id === made.id));
    assert.equal((await control("POST", `/guilds/${made.id}/bot`, {})).status, 409);
    await act("DELETE", `/guilds/${made.id}/members/${emulator.botUserId}`);
    await bare.event("GUILD_DELETE");
    bare.close();
  }));

Deno.test("control surface: people need permissions too", () =>
  withEmulator({}, async ({ control, emulator, guildId, generalId, aliceId, act }) => {
    const channel = emulator.world.channels.get(generalId)!;
    channel.overwrites.set(guildId, { id: guildId, type: 0, allow: 0n, deny: P.SendMessages });
    const mute = await control("POST", `/channels/${generalId}/messages`, { userId: aliceId, content: "x" });
    assert.equal(
      mute.body.error,
      `Cannot send messages in channel ${generalId}: user ${aliceId} lacks the permission`,
    );
    channel.overwrites.set(guildId, { id: guildId, type: 0, allow: 0n, deny: P.ViewChannel });
    const blind = await control("POST", `/channels/${generalId}/messages`, { userId: aliceId, content: "x" });
    assert.equal(blind.body.error, `Cannot act in channel ${generalId}: user ${aliceId} cannot view it`);
    const carol = await act("POST", `/guilds/${guildId}/members`, { username: "carol", nick: "Caz" });
    assert.equal(carol.nick, "Caz");
  }));

Deno.test("control surface waits for messages and for requests", () =>
  withEmulator({}, async ({ act, rest, generalId, ownerId, guildId }) => {
    const waiting = act("GET", `/channels/${generalId}/messages?waitMs=10000&count=2`) as unknown as Promise<
      Wire[]
    >;
    const seen = act(
      "GET",
      "/requests?waitMs=10000&route=/guilds/:guild_id&method=get",
    ) as unknown as Promise<Wire[]>;
    await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "one" });
    await rest("POST", `/channels/${generalId}/messages`, { content: "two" }, {
      "x-audit-log-reason": "a%20reason",
    });
    assert.deepEqual((await waiting).map(({ content }) => content), ["one", "two"]);
    await rest("GET", `/guilds/${guildId}?with_counts=true`);
    const [request] = await seen;
    assert.deepEqual([request!.method, request!.status, request!.guildId, request!.query], [
      "GET",
      200,
      guildId,
      { with_counts: "true" },
    ]);
    const all = await act("GET", "/requests?since=0") as unknown as Wire[];
    assert.equal(all[0]!.reason, "a reason");
    assert.deepEqual(all[0]!.body, { content: "two" });
    const none = await act("GET", `/requests?since=${all.at(-1)!.id}`) as unknown as Wire[];
    assert.deepEqual(none, []);
  }));

Deno.test("control surface: reactions and the clock", () =>
  withEmulator({}, async ({ act, control, rest, generalId, ownerId }) => {
    const { body: sent } = await rest("POST", `/channels/${generalId}/messages`, { content: "x" });
    const path = `/messages/${sent.id}/reactions`;
    assert.deepEqual(await act("POST", path, { userId: ownerId, emoji: "🎉" }), { changed: true });
    assert.deepEqual(await act("POST", path, { userId: ownerId, emoji: "🎉" }), { changed: false });
    const users = await rest(
      "GET",
      `/channels/${generalId}/messages/${sent.id}/reactions/${encodeURIComponent("🎉")}`,
    );
    assert.deepEqual((users.body as unknown as Wire[]).map(({ id }) => id), [ownerId]);
    assert.deepEqual(await act("DELETE", path, { userId: ownerId, emoji: "🎉" }), { changed: true });
    assert.equal((await control("POST", path, { userId: ownerId, emoji: "word" })).status, 400);
    const before = Date.parse(String((await act("GET", "/state")).time));
    const after = Date.parse(String((await act("POST", "/clock", { advanceMs: 3_600_000 })).time));
    assert.ok(after - before >= 3_600_000);
  }));

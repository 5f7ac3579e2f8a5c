import assert from "node:assert/strict";
import { createInflate } from "node:zlib";
import { Buffer } from "node:buffer";
import { GatewayIntentBits as I } from "discord-api-types/v10";
import { Bare, withEmulator } from "../../testdata/harness.ts";

const ALL = I.Guilds | I.GuildMembers | I.GuildMessages | I.MessageContent | I.GuildMessageReactions;
const address = (url: string, more = "") => `${url}/?v=10&encoding=json${more}`;

Deno.test("Gateway greets, makes ready and sends each guild", () =>
  withEmulator({}, async ({ emulator, guildId }) => {
    const bare = new Bare(address(emulator.gatewayUrl));
    const ready = await bare.identify(`Bot ${emulator.token}`, ALL);
    assert.deepEqual(ready.d.guilds, [{ id: guildId, unavailable: true }]);
    const guild = await bare.event("GUILD_CREATE");
    assert.equal(guild.d.unavailable, false);
    assert.equal((guild.d.members as unknown[]).length, 1);
    assert.equal(guild.d.member_count, 4);
    bare.send(1, ready.s);
    await bare.until((frames) => frames.find(({ op }) => op === 11));
    bare.close();
  }));

Deno.test("Gateway closes with Discord's codes", () =>
  withEmulator({ privilegedIntents: 0 }, async ({ emulator }) => {
    const identify = (more: Record<string, unknown>) => ({
      token: emulator.token,
      intents: 1,
      properties: {},
      ...more,
    });
    const cases: [string, number, (bare: Bare) => void][] = [
      ["wrong token", 4004, (bare) => bare.send(2, identify({ token: "wrong" }))],
      ["not authenticated", 4003, (bare) => bare.send(8, {})],
      ["unknown opcode", 4001, (bare) => (bare.send(2, identify({})), bare.send(99, {}))],
      ["broken JSON", 4002, (bare) => bare.sendText("{")],
      ["too long", 4002, (bare) => bare.sendText(JSON.stringify({ op: 1, d: "x".repeat(4096) }))],
      ["identified twice", 4005, (bare) => (bare.send(2, identify({})), bare.send(2, identify({})))],
      ["shard out of range", 4010, (bare) => bare.send(2, identify({ shard: [2, 2] }))],
      ["unknown intent", 4013, (bare) => bare.send(2, identify({ intents: 1 << 30 }))],
      ["intent not granted", 4014, (bare) => bare.send(2, identify({ intents: I.MessageContent }))],
      ["too many frames", 4008, (bare) => Array.from({ length: 121 }, () => bare.send(1, null))],
    ];
    for (const [name, code, provoke] of cases) {
      const bare = new Bare(address(emulator.gatewayUrl));
      await bare.until((frames) => frames.find(({ op }) => op === 10));
      provoke(bare);
      assert.equal(await bare.closed(), code, name);
    }
    const old = new Bare(`${emulator.gatewayUrl}/?v=9&encoding=json`);
    assert.equal(await old.closed(), 4012);
  }));

Deno.test("Gateway resumes with what was missed, in order", () =>
  withEmulator({}, async ({ emulator, act, generalId, ownerId }) => {
    const first = new Bare(address(emulator.gatewayUrl));
    const ready = await first.identify(emulator.token, ALL);
    const { s } = await first.event("GUILD_CREATE");
    first.drop();
    await first.closed();
    for (const content of ["a", "b", "c"]) {
      await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content });
    }
    const second = new Bare(address(emulator.gatewayUrl));
    await second.until((frames) => frames.find(({ op }) => op === 10));
    second.send(6, { token: emulator.token, session_id: ready.d.session_id, seq: s });
    await second.event("RESUMED");
    const missed = second.frames.filter(({ t }) => t === "MESSAGE_CREATE");
    assert.deepEqual(missed.map(({ d }) => d.content), ["a", "b", "c"]);
    assert.deepEqual(missed.map((frame) => frame.s), [s! + 1, s! + 2, s! + 3]);
    second.drop();
  }));

Deno.test("Gateway refuses to resume what is unknown, ended, too old or too far", () =>
  withEmulator({}, async ({ emulator, act }) => {
    const noSockets = async () => {
      while (((await act("GET", "/state")).sessions as unknown[]).length > 0);
    };
    const open = async () => {
      const bare = new Bare(address(emulator.gatewayUrl));
      return { bare, ready: await bare.identify(emulator.token, ALL) };
    };
    const resume = async (session_id: unknown, seq: number) => {
      const bare = new Bare(address(emulator.gatewayUrl));
      await bare.until((frames) => frames.find(({ op }) => op === 10));
      bare.send(6, { token: emulator.token, session_id, seq });
      return bare;
    };
    const invalid = async (bare: Bare) => {
      const frame = await bare.until((frames) => frames.find(({ op }) => op === 9));
      assert.equal(frame.d, false);
      bare.close();
      await noSockets();
    };
    await invalid(await resume("unknown", 1));
    const ended = await open();
    ended.bare.close(1000);
    await noSockets();
    await invalid(await resume(ended.ready.d.session_id, 1));
    const old = await open();
    old.bare.drop();
    await noSockets();
    emulator.clock.advance(10 * 60_000);
    await invalid(await resume(old.ready.d.session_id, 1));
    const far = await open();
    far.bare.drop();
    await noSockets();
    assert.equal(await (await resume(far.ready.d.session_id, 1_000)).closed(), 4007);
  }));

Deno.test("Gateway filters by intents and withholds message content", () =>
  withEmulator({}, async ({ emulator, act, rest, generalId, ownerId }) => {
    const plain = new Bare(address(emulator.gatewayUrl));
    await plain.identify(emulator.token, I.Guilds | I.GuildMessages);
    const nothing = new Bare(address(emulator.gatewayUrl));
    await nothing.identify(emulator.token, I.Guilds);
    await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "secret" });
    const mention = `<@${emulator.botUserId}> hi`;
    await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: mention });
    await rest("POST", `/channels/${generalId}/messages`, { content: "own" });
    await rest("PATCH", `/guilds/${emulator.guildIds[0]}`, { name: "Marker" });
    for (const bare of [plain, nothing]) await bare.event("GUILD_UPDATE");
    const contents = plain.frames.filter(({ t }) => t === "MESSAGE_CREATE").map(({ d }) => d.content);
    assert.deepEqual(contents, ["", mention, "own"]);
    assert.equal(nothing.frames.some(({ t }) => t?.startsWith("MESSAGE")), false);
    plain.close();
    nothing.close();
  }));

Deno.test("Gateway hides channels the bot cannot see", () =>
  withEmulator({}, async ({ emulator, act, rest, generalId, randomId, ownerId, guildId }) => {
    const bare = new Bare(address(emulator.gatewayUrl));
    await bare.identify(emulator.token, ALL);
    emulator.world.channels.get(randomId)!.overwrites.set(guildId, {
      id: guildId,
      type: 0,
      allow: 0n,
      deny: 1024n,
    });
    const role = [...emulator.world.guilds.get(guildId)!.roles.values()].find(({ botId }) => botId)!;
    emulator.world.channels.get(randomId)!.overwrites.set(role.id, {
      id: role.id,
      type: 0,
      allow: 0n,
      deny: 1024n,
    });
    await act("POST", `/channels/${randomId}/messages`, { userId: ownerId, content: "hidden" });
    await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "open" });
    await bare.event("MESSAGE_CREATE");
    const contents = bare.frames.filter(({ t }) => t === "MESSAGE_CREATE").map(({ d }) => d.content);
    assert.deepEqual(contents, ["open"]);
    assert.equal((await rest("GET", `/channels/${randomId}`)).body.code, 50001);
    bare.close();
  }));

Deno.test("Gateway shares guilds among shards", () =>
  withEmulator({ guilds: Array.from({ length: 5 }, () => ({})) }, async ({ emulator }) => {
    const shards = await Promise.all([0, 1].map(async (index) => {
      const bare = new Bare(address(emulator.gatewayUrl));
      const ready = await bare.identify(emulator.token, ALL, { shard: [index, 2] });
      bare.close();
      return (ready.d.guilds as { id: string }[]).map(({ id }) => id);
    }));
    for (const [index, ids] of shards.entries()) {
      for (const id of ids) assert.equal((BigInt(id) >> 22n) % 2n, BigInt(index));
    }
    assert.deepEqual(shards.flat().sort(), [...emulator.guildIds].sort());
  }));

Deno.test("Gateway sends members in chunks of a thousand, ids as bare numbers understood", () =>
  withEmulator(
    { guilds: [{ members: Array.from({ length: 2_498 }, (_, n) => `user${n}`) }] },
    async ({ emulator, guildId }) => {
      const bare = new Bare(address(emulator.gatewayUrl));
      await bare.identify(emulator.token, ALL);
      bare.sendText(`{"op":8,"d":{"guild_id":${guildId},"query":"","limit":0,"nonce":"n1"}}`);
      await bare.until((frames) => frames.filter(({ t }) => t === "GUILD_MEMBERS_CHUNK").length === 3);
      const chunks = bare.frames.filter(({ t }) => t === "GUILD_MEMBERS_CHUNK").map(({ d }) => d);
      assert.deepEqual(chunks.map(({ members }) => (members as unknown[]).length), [1000, 1000, 500]);
      assert.deepEqual(chunks.map(({ chunk_index }) => chunk_index), [0, 1, 2]);
      assert.ok(chunks.every(({ chunk_count, nonce }) => chunk_count === 3 && nonce === "n1"));
      bare.send(8, { guild_id: guildId, query: "", limit: 0 });
      assert.equal((await bare.event("RATE_LIMITED")).d.opcode, 8);
      bare.send(8, { guild_id: guildId, user_ids: [emulator.botUserId, "100000000000000001"] });
      const found = await bare.until((frames) => frames.find(({ d }) => d?.not_found));
      assert.deepEqual(found.d.not_found, ["100000000000000001"]);
      bare.close();
    },
  ));

Deno.test("Gateway compresses one stream per socket", () =>
  withEmulator({}, async ({ emulator, act, generalId, ownerId }) => {
    const inflate = createInflate();
    let text = "";
    inflate.on("data", (chunk: Uint8Array) => text += Buffer.from(chunk).toString());
    const holds = (part: string) =>
      new Promise<void>((resolve) => {
        const check = () =>
          text.includes(part) ? resolve() : void inflate.once("data", () => queueMicrotask(check));
        check();
      });
    const bare = new Bare(address(emulator.gatewayUrl, "&compress=zlib-stream"), (data, binary) => {
      assert.ok(binary);
      assert.deepEqual([...data.subarray(-4)], [0, 0, 0xff, 0xff]);
      inflate.write(data);
      return null;
    });
    await holds("heartbeat_interval");
    bare.send(2, { token: emulator.token, intents: ALL, properties: {} });
    await holds("GUILD_CREATE");
    await act("POST", `/channels/${generalId}/messages`, { userId: ownerId, content: "squeezed" });
    await holds("squeezed");
    inflate.destroy();
    bare.close();
    await bare.closed();
  }));

Deno.test("Gateway faults: reconnect, invalid session, dropped sockets, refused identifies", () =>
  withEmulator({}, async ({ emulator, act }) => {
    const bare = new Bare(address(emulator.gatewayUrl));
    await bare.identify(emulator.token, ALL);
    await act("POST", "/faults", { kind: "reconnect" });
    await bare.until((frames) => frames.find(({ op }) => op === 7));
    await act("POST", "/faults", { kind: "invalidSession", resumable: true });
    assert.equal((await bare.until((frames) => frames.find(({ op }) => op === 9))).d, true);
    await act("POST", "/faults", { kind: "closeSockets", code: 4000 });
    assert.equal(await bare.closed(), 4000);
    const next = new Bare(address(emulator.gatewayUrl));
    await act("POST", "/faults", { kind: "refuseIdentify", times: 1 });
    await next.until((frames) => frames.find(({ op }) => op === 10));
    next.send(2, { token: emulator.token, intents: ALL, properties: {} });
    assert.equal((await next.until((frames) => frames.find(({ op }) => op === 9))).d, false);
    await act("POST", "/faults", { kind: "dropSockets" });
    assert.equal(await next.closed(), 1006);
  }));

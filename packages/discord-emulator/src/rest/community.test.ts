import assert from "node:assert/strict";
import { type Harness, withEmulator } from "../../testdata/harness.ts";

const at = (hours: number) => new Date(Date.UTC(2030, 0, 1, hours)).toISOString();
const elsewhere = {
  name: "Outing",
  privacy_level: 2,
  entity_type: 3,
  scheduled_start_time: at(10),
  scheduled_end_time: at(11),
  entity_metadata: { location: "Park" },
};

/** Status and code of a refusal, or the path of its first complaint. */
async function refusal({ rest }: Harness, method: string, path: string, body?: unknown): Promise<unknown[]> {
  const answer = await rest(method, path, body);
  const place: string[] = [];
  for (let node = answer.body.errors as Record<string, unknown> | undefined; node && !("_errors" in node);) {
    const [key] = Object.keys(node);
    place.push(key!);
    node = node[key!] as Record<string, unknown>;
  }
  return [answer.status, answer.body.code, ...(place.length ? [place.join(".")] : [])];
}

Deno.test("scheduled events say where they take place, and go through their states in order", () =>
  withEmulator({}, async (harness) => {
    const { guildId, generalId, rest } = harness;
    const events = `/guilds/${guildId}/scheduled-events`;
    const { entity_metadata: _, ...nowhere } = elsewhere;
    const { scheduled_end_time: _end, ...endless } = elsewhere;
    assert.deepEqual(await refusal(harness, "POST", events, nowhere), [
      400,
      50035,
      "entity_metadata.location",
    ]);
    assert.deepEqual(await refusal(harness, "POST", events, endless), [400, 50035, "scheduled_end_time"]);
    const inText = { ...elsewhere, entity_type: 2, channel_id: generalId };
    assert.deepEqual(await refusal(harness, "POST", events, inText), [400, 50024]);
    const { body: { id } } = await rest("POST", events, elsewhere);
    assert.deepEqual(await refusal(harness, "PATCH", `${events}/${id}`, { status: 3 }), [
      400,
      50035,
      "status",
    ]);
    for (const status of [2, 3]) {
      assert.equal((await rest("PATCH", `${events}/${id}`, { status })).body.status, status);
    }
    assert.deepEqual(await refusal(harness, "GET", `${events}/100000000000000001`), [404, 10070]);
  }));

Deno.test("auto-moderation keeps to the guild's own channels and to few rules of a kind", () =>
  withEmulator({ guilds: [{}, {}] }, async (harness) => {
    const { guildId, emulator } = harness;
    const rules = `/guilds/${guildId}/auto-moderation/rules`;
    const foreign = [...emulator.world.channels.values()].find((one) =>
      one.guildId === emulator.guildIds[1]
    )!.id;
    const rule = { name: "Spam", event_type: 1, trigger_type: 3, actions: [{ type: 1 }] };
    const alert = { ...rule, actions: [{ type: 2, metadata: { channel_id: foreign } }] };
    assert.deepEqual(await refusal(harness, "POST", rules, alert), [
      400,
      50035,
      "actions.0.metadata.channel_id",
    ]);
    assert.deepEqual(await refusal(harness, "POST", rules, { ...rule, exempt_channels: [foreign] }), [
      400,
      50035,
      "exempt_channels.0",
    ]);
    assert.deepEqual(await refusal(harness, "POST", rules, rule), [200, undefined]);
    assert.deepEqual(await refusal(harness, "POST", rules, rule), [400, 50035, "trigger_type"]);
  }));

Deno.test("polls count one vote each, several where they are allowed, until they end", () =>
  withEmulator({}, async ({ generalId, aliceId, act, control, rest }) => {
    const create = async (allow_multiselect: boolean) => {
      const poll = {
        question: { text: "Q" },
        answers: [{ poll_media: { text: "A" } }, { poll_media: { text: "B" } }],
        allow_multiselect,
      };
      const { body } = await rest("POST", `/channels/${generalId}/messages`, { poll });
      for (const answerId of [1, 2]) {
        await act("POST", `/messages/${body.id}/votes`, { userId: aliceId, answerId });
      }
      return String(body.id);
    };
    const voters = async (id: string, answer: number) => {
      const { body } = await rest("GET", `/channels/${generalId}/polls/${id}/answers/${answer}`);
      return (body.users as { id: string }[]).map(({ id }) => id);
    };
    const one = await create(false), several = await create(true);
    assert.deepEqual([await voters(one, 1), await voters(one, 2)], [[], [aliceId]]);
    assert.deepEqual([await voters(several, 1), await voters(several, 2)], [[aliceId], [aliceId]]);
    const ended = await rest("POST", `/channels/${generalId}/polls/${one}/expire`);
    const { results } = ended.body.poll as { results: Record<string, unknown> };
    assert.deepEqual(results, {
      is_finalized: true,
      answer_counts: [{ id: 1, count: 0, me_voted: false }, { id: 2, count: 1, me_voted: false }],
    });
    assert.equal((await rest("POST", `/channels/${generalId}/polls/${one}/expire`)).body.code, 520001);
    assert.equal(
      (await control("POST", `/messages/${one}/votes`, { userId: aliceId, answerId: 1 })).status,
      400,
    );
  }));

Deno.test("stages are opened once, voice states exist for those in voice, stickers come as a file", () =>
  withEmulator({}, async (harness) => {
    const { guildId, generalId, aliceId, rest, act } = harness;
    const { body: { id: stage } } = await rest("POST", `/guilds/${guildId}/channels`, {
      name: "s",
      type: 13,
    });
    const open = { channel_id: stage, topic: "Talk" };
    assert.deepEqual(await refusal(harness, "POST", "/stage-instances", { ...open, channel_id: generalId }), [
      400,
      50024,
    ]);
    assert.deepEqual(await refusal(harness, "GET", `/stage-instances/${stage}`), [404, 10067]);
    await rest("POST", "/stage-instances", open);
    assert.deepEqual(await refusal(harness, "POST", "/stage-instances", open), [400, 150006]);
    const state = `/guilds/${guildId}/voice-states/${aliceId}`;
    assert.deepEqual(await refusal(harness, "GET", state), [404, 10065]);
    await act("POST", `/guilds/${guildId}/voice`, { userId: aliceId, channelId: stage });
    assert.equal((await rest("GET", state)).body.suppress, true);
    const sticker = { name: "wave", tags: "x", description: "" };
    assert.deepEqual(await refusal(harness, "POST", `/guilds/${guildId}/stickers`, sticker), [
      400,
      50035,
      "file",
    ]);
    const unknown = { sticker_ids: ["100000000000000001"] };
    assert.deepEqual(await refusal(harness, "POST", `/channels/${generalId}/messages`, unknown), [
      404,
      10060,
    ]);
  }));

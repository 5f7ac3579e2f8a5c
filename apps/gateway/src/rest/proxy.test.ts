import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { GuildId } from "@flora/model";
import { withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";

const two = { emulator: { guilds: [{ name: "one" }, { name: "two" }] } };

Deno.test("RestProxy refuses an interaction of another guild", () =>
  withGateway(two, async ({ guilds: [own, other], workers: [worker], deploy, act, emulator }) => {
    const gate = Promise.withResolvers<void>();
    worker!.run = async () => (await gate.promise, { status: "ok" });
    await deploy(other!, { commands: [{ name: "roll", description: "Rolls" }] });
    const { id } = await act<{ id: string }>(`/channels/${other!.channelId}/commands`, {
      userId: other!.userId,
      name: "roll",
    });
    const frame = await until("the interaction", () => worker!.frames[0]);
    const params = { interactionId: id, interactionToken: frame.event.interaction!.token };
    const body = { type: 4, data: { content: "stolen" } };
    const respond = (guildId: GuildId) =>
      worker!.discord({ guildId, route: "interactions.respond", params, body });
    const stolen = await respond(own!.id);
    assert.ok(!stolen.ok && stolen.kind === "scope");
    assert.ok((await respond(other!.id)).ok);
    assert.equal(emulator.world.interactions.get(id)!.callback !== undefined, true);
    const call = emulator.requests.since(0).at(-1)!;
    assert.equal(call.authorised, false, "the bot token must not go with an interaction");
    gate.resolve();
  }));

Deno.test("RestProxy waits out a 429 by its Retry-After", () =>
  withGateway({}, async ({ guilds: [guild], workers: [worker], act, emulator }) => {
    await act("/faults", { kind: "rateLimit", times: 1, retryAfterMs: 300 });
    const startedAt = performance.now();
    const answer = await worker!.discord({
      guildId: guild!.id,
      route: "messages.send",
      params: { channelId: guild!.channelId },
      body: { content: "late" },
    });
    assert.ok(answer.ok, JSON.stringify(answer));
    assert.ok(performance.now() - startedAt >= 300);
    const sent = emulator.requests.since(0).filter(({ path }) => path.endsWith("/messages"));
    assert.deepEqual(sent.map(({ status }) => status), [429, 200]);
  }));

Deno.test("RestProxy passes a long rate limit on instead of waiting", () =>
  withGateway({}, async ({ guilds: [guild], workers: [worker], act }) => {
    await act("/faults", { kind: "rateLimit", times: 1, retryAfterMs: 60_000 });
    const answer = await worker!.discord({
      guildId: guild!.id,
      route: "messages.send",
      params: { channelId: guild!.channelId },
      body: { content: "never" },
    });
    assert.ok(!answer.ok && answer.kind === "rate-limited");
    assert.ok(answer.retryAfterMs! > 50_000);
  }));

const quick = { "POST /channels/:channel_id/messages": { limit: 3, windowMs: 400 } };

Deno.test("RestProxy keeps within the buckets that Discord's headers tell of", () =>
  withGateway(
    { emulator: { rateLimits: quick } },
    async ({ guilds: [guild], workers: [worker], emulator }) => {
      const params = { channelId: guild!.channelId };
      const answers = await Promise.all(Array.from({ length: 7 }, (_, n) =>
        worker!.discord({
          guildId: guild!.id,
          route: "messages.send",
          params,
          body: { content: String(n) },
        })));
      assert.ok(answers.every(({ ok }) => ok));
      assert.ok(!emulator.requests.since(0).some(({ status }) => status === 429));
      const contents = emulator.world.messagesOf(guild!.channelId).map(({ content }) => content);
      assert.deepEqual(contents, ["0", "1", "2", "3", "4", "5", "6"]);
    },
  ));

Deno.test("RestProxy gives Discord's refusals with code and fields, and no token", () =>
  withGateway({}, async ({ guilds: [guild], workers: [worker], emulator, logs }) => {
    const send = (body: unknown) =>
      worker!.discord({
        guildId: guild!.id,
        route: "messages.send",
        params: { channelId: guild!.channelId },
        body,
      });
    const answer = await send({ content: "x".repeat(2_001) });
    assert.ok(!answer.ok);
    assert.deepEqual([answer.kind, answer.status, answer.discordCode], ["discord", 400, 50035]);
    assert.ok(JSON.stringify(answer.fields).includes("BASE_TYPE_MAX_LENGTH"));
    const gone = await worker!.discord({
      guildId: guild!.id,
      route: "messages.get",
      params: { channelId: guild!.channelId, messageId: "123456789012345678" },
    });
    assert.ok(!gone.ok);
    assert.deepEqual([gone.kind, gone.status, gone.discordCode], ["discord", 404, 10008]);
    assert.ok(!(JSON.stringify([answer, gone]) + logs.join("")).includes(emulator.token));
  }));

Deno.test("RestProxy sends files as multipart and reasons with the revision in front", () =>
  withGateway({}, async ({ guilds: [guild], workers: [worker], emulator, deploy }) => {
    const revisionId = await deploy(guild!, {});
    const sent = await worker!.discord({
      guildId: guild!.id,
      route: "messages.send",
      params: { channelId: guild!.channelId },
      body: { content: "see", attachments: [{ id: "0", description: "text" }] },
      files: [{
        name: "a.txt",
        contentType: "text/plain",
        dataBase64: Buffer.from("hello").toString("base64"),
      }],
    });
    assert.ok(sent.ok, JSON.stringify(sent));
    assert.deepEqual(emulator.requests.since(0).at(-1)!.files, [{ filename: "a.txt", size: 5 }]);
    const { id } = sent.body as { id: string };
    const pinned = await worker!.discord({
      guildId: guild!.id,
      route: "messages.pin",
      params: { channelId: guild!.channelId, messageId: id },
      reason: "wichtig – merken",
    });
    assert.deepEqual(pinned, { ok: true, status: 204, body: null });
    assert.equal(emulator.requests.since(0).at(-1)!.reason, `[${revisionId}] wichtig – merken`);
  }));

Deno.test("RestProxy survives a Discord that does not answer", () =>
  withGateway({}, async ({ guilds: [guild], workers: [worker], act }) => {
    const send = () =>
      worker!.discord({
        guildId: guild!.id,
        route: "messages.send",
        params: { channelId: guild!.channelId },
        body: { content: "x" },
      });
    await act("/faults", { kind: "status", status: 502, times: 4 });
    const broken = await send();
    assert.ok(!broken.ok);
    assert.deepEqual([broken.kind, broken.status], ["discord", 502]);
    await act("/faults", { kind: "status", status: 401, times: 1 });
    const unauthorised = await send();
    assert.ok(!unauthorised.ok && unauthorised.status === 401);
    await until("the token to be back", async () => (await send()).ok);
  }));

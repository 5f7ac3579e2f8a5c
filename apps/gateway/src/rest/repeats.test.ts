import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { DiscordRequestInput, DiscordResponse } from "@flora/discord";
import { type ProxySetUp, withProxy } from "../testing/set-up-proxy.ts";
import { mayRepeat, sendOnce, withNonce } from "./repeats.ts";

type Input = Omit<DiscordRequestInput, "guildId">;
type Sent = { nonce?: string; enforce_nonce?: boolean };

/** A guild whose Discord is in trouble, once, with what a test sends. */
function inTrouble(
  fault: { kind: string; route: string; latencyMs?: number; status?: number; times?: number },
  test: (
    parts: ProxySetUp & { channelId: string; send(input: Input): Promise<DiscordResponse> },
  ) => Promise<void>,
): Promise<void> {
  return withProxy(["own"], async (parts) => {
    const { emulator, guildIds: [guildId], request } = parts;
    const response = await fetch(`${emulator.url}/emulator/v1/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ times: 1, ...fault }),
    });
    assert.equal(response.status, 201, await response.text());
    const channelId = [...emulator.world.channels.values()].find(({ type }) => type === 0)!.id;
    const send = (input: Input) => request({ guildId: guildId!, ...input });
    await test({ ...parts, channelId, send });
  });
}

const calls = ({ emulator }: ProxySetUp, path: RegExp) =>
  emulator.requests.since(0).filter(({ method, path: asked }) => method === "POST" && path.test(asked));

Deno.test("RestProxy shows a message once whose answer came too late, and answers with it", () =>
  inTrouble(
    { kind: "lateAnswer", route: "POST /channels/:channel_id/messages", latencyMs: 20_000 },
    async (parts) => {
      const { emulator, channelId, send, impatiently } = parts;
      const file = { name: "a.txt", dataBase64: btoa("text") };
      for (const files of [undefined, [file]]) {
        const before = calls(parts, /\/messages$/).length;
        const content = files ? "with a file" : "hello";
        const message = {
          route: "messages.send",
          params: { channelId },
          body: { content },
          ...(files ? { files } : {}),
        };
        const answer = await impatiently(() => send(message));
        assert.ok(answer.ok, JSON.stringify(answer));
        const shown = emulator.world.messagesOf(channelId).filter((message) => message.content === content);
        assert.deepEqual(shown.map(({ id }) => id), [(answer.body as { id: string }).id]);
        // The first answer is waited for to its end before the emulator notes it.
        const sent = calls(parts, /\/messages$/).slice(before).map(({ body }) => (body as Sent).nonce);
        assert.ok(sent.length >= 1 && sent.every((nonce) => nonce === sent[0] && nonce!.length === 25));
      }
    },
  ));

for (const kind of ["lateAnswer", "lostAnswer"]) {
  Deno.test(`RestProxy sends through a webhook once, though nobody knows whether it was carried out (${kind})`, () =>
    inTrouble(
      {
        kind,
        route: "POST /webhooks/:webhook_id/:webhook_token",
        latencyMs: kind === "lateAnswer" ? 20_000 : 0,
      },
      async ({ emulator, channelId, send, impatiently }) => {
        const made = await send({ route: "webhooks.create", params: { channelId }, body: { name: "hook" } });
        const { id } = (made as { body: { id: string } }).body;
        const execute = (files: DiscordRequestInput["files"] = []) =>
          send({
            route: "webhooks.execute",
            params: { webhookId: id },
            query: { wait: true },
            body: { content: "hi" },
            files,
          });
        const answer = await impatiently(execute);
        assert.ok(!answer.ok && answer.kind === "network", JSON.stringify(answer));
        assert.equal(
          emulator.world.messagesOf(channelId).filter(({ content }) => content === "hi").length,
          1,
        );
        const next = await execute([{ name: "a.txt", dataBase64: btoa("text") }]);
        assert.ok(next.ok, "the next call goes out as ever");
        assert.equal((next.body as { attachments: unknown[] }).attachments.length, 1);
      },
    ));
}

Deno.test("RestProxy repeats no POST after a 5xx that Discord would not recognise, and says so", () =>
  inTrouble(
    { kind: "status", route: "POST /channels/:channel_id/threads", status: 502 },
    async (parts) => {
      const { channelId, send } = parts;
      const answer = await send({
        route: "threads.create",
        params: { channelId },
        body: { name: "a thread", type: 11 },
      });
      assert.ok(!answer.ok);
      assert.deepEqual([answer.kind, answer.status], ["discord", 502]);
      assert.match(answer.message, /may have happened/);
      assert.equal(calls(parts, /\/threads$/).length, 1);
    },
  ));

Deno.test("RestProxy repeats what says how things are to be", () =>
  inTrouble(
    { kind: "status", route: "PATCH /channels/:channel_id", status: 502, times: 2 },
    async ({ channelId, send }) => {
      const answer = await send({ route: "channels.edit", params: { channelId }, body: { topic: "anew" } });
      assert.ok(answer.ok, JSON.stringify(answer));
    },
  ));

Deno.test("RestProxy takes what a call before has deleted, whose answer came too late, for deleted", () =>
  inTrouble(
    { kind: "lateAnswer", route: "DELETE /channels/:channel_id/messages/:message_id", latencyMs: 20_000 },
    async ({ emulator, channelId, send, impatiently }) => {
      const sent = await send({ route: "messages.send", params: { channelId }, body: { content: "go" } });
      const { id } = (sent as { body: { id: string } }).body;
      const remove = () => send({ route: "messages.delete", params: { channelId, messageId: id } });
      assert.deepEqual(await impatiently(remove), { ok: true, status: 204, body: null });
      assert.deepEqual(emulator.world.messagesOf(channelId), []);
      const again = await remove();
      assert.ok(!again.ok, "nobody doubts this one");
      assert.deepEqual([again.status, again.discordCode], [404, 10008]);
    },
  ));

/** A server of single answers: a connection is broken off where its second request has come. */
async function withBreaks(
  test: (url: string, asked: { head: string; body: string }[]) => Promise<void>,
): Promise<void> {
  const asked: { head: string; body: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = "", answered = false;
    socket.on("error", () => {});
    socket.on("data", (data) => {
      text += data.toString("latin1");
      const end = text.indexOf("\r\n\r\n") + 4;
      if (end < 4) return;
      const head = text.slice(0, end).toLowerCase(), body = text.slice(end);
      const whole = head.includes("chunked") ? body.endsWith("0\r\n\r\n") : body.length === lengthOf(head);
      if (!whole) return;
      text = "";
      asked.push({ head, body });
      if (answered || head.startsWith("post")) return socket.destroy();
      answered = true;
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await test(`http://127.0.0.1:${(server.address() as { port: number }).port}/`, asked);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  }
}

const lengthOf = (head: string) => Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);

Deno.test("sendOnce() says how long a body is, and sends it once though its connection breaks", async () => {
  const form = new FormData();
  form.set("payload_json", "{}");
  form.set("files[0]", new Blob(["é".repeat(40_000)]), "a.txt");
  const json = { "content-type": "application/json" };
  const requests: [RequestInit, (head: string, body: string) => void][] = [
    [{ method: "POST", body: '{"a":"é"}', headers: json }, (head) => {
      assert.equal(lengthOf(head), 10);
      assert.match(head, /content-type: application\/json\r/);
    }],
    [{ method: "POST", body: form }, (head, body) => {
      assert.ok(body.length > 80_000);
      assert.match(head, /content-type: multipart\/form-data; ?boundary=/);
    }],
    [{ method: "POST" }, (_, body) => assert.equal(body, "")],
  ];
  await withBreaks(async (url, asked) => {
    for (const [request, check] of requests) {
      assert.equal(await (await fetch(url)).text(), "ok", "a connection is kept");
      const before = asked.length;
      await assert.rejects(sendOnce(url, request), TypeError);
      const [sent, ...more] = asked.slice(before);
      assert.deepEqual(more, []);
      assert.match(sent!.head, /content-length: \d/);
      assert.doesNotMatch(sent!.head, /transfer-encoding/);
      check(sent!.head, sent!.body);
    }
  });
});

Deno.test("withNonce() leaves a script's own nonce as it is", () => {
  const given = { content: "x", nonce: "mine" };
  assert.equal(withNonce(given), given);
  const off = { content: "x", enforce_nonce: false };
  assert.equal(withNonce(off), off);
  const { nonce, ...rest } = withNonce({ content: "x" }) as Sent & { content: string };
  assert.deepEqual(rest, { content: "x", enforce_nonce: true });
  assert.notEqual(nonce, (withNonce({ content: "x" }) as Sent).nonce);
});

Deno.test("mayRepeat() takes a POST only where Discord recognises it", () => {
  const recognised = JSON.stringify({ nonce: "1", enforce_nonce: true });
  assert.equal(mayRepeat("POST", recognised), true);
  for (
    const body of [undefined, "{}", "not json", '{"nonce":"1"}', '{"enforce_nonce":true}', new Uint8Array(2)]
  ) {
    assert.equal(mayRepeat("POST", body), false, String(body));
  }
  const form = new FormData();
  assert.equal(mayRepeat("POST", form), false);
  form.set("payload_json", recognised);
  assert.equal(mayRepeat("POST", form), true);
  for (const method of ["GET", "PUT", "PATCH", "DELETE"]) assert.equal(mayRepeat(method, undefined), true);
});

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { DiscordRequest, StagedFiles } from "@flora/discord";
import { createIsolateFiles } from "./isolate-files.ts";
import { recordDiscord } from "../testing/discord-recorder.ts";
import { openLoopback, OTHER_GUILD, OWN_GUILD, refusalOf } from "../testing/loopback.ts";

const bytes = (length: number) => Buffer.alloc(length, "flora").toString("base64");
const channel = { channelId: "100000000000000009" };

/** Discord, which keeps the staged files of each request. */
function reader() {
  const read: string[][] = [];
  const parts: { staged?: StagedFiles } = {};
  const discord = recordDiscord(({ guildId, files = [] }: DiscordRequest) => {
    const ids = files.flatMap((file) => "staged" in file ? [file.staged] : []);
    const taken = parts.staged!.take(guildId, ids);
    read.push((taken ?? []).map((file) => Buffer.from(file).toString("base64")));
    parts.staged!.release(guildId, ids);
    return { ok: true, status: 200, body: {} };
  });
  return { read, parts, discord };
}

Deno.test("files.put hands a file over in parts that one call names", async () => {
  const { read, parts, discord } = reader();
  await using loop = await openLoopback({ discord });
  parts.staged = loop.staged;
  const { files, discord: { rest } } = loop.guest;
  const { ids } = await files.begin({ files: [{ name: "a.bin", bytes: 9 }] });
  await files.put({ id: ids[0]!, at: 0, dataBase64: bytes(6) });
  await files.put({ id: ids[0]!, at: 6, dataBase64: Buffer.from("lor").toString("base64") });
  const call = { route: "messages.send" as const, params: channel, body: { content: "see" } };
  const named = { ...call, files: [{ name: "a.bin", staged: ids[0]! }] };
  await rest(named);
  assert.deepEqual(read, [[Buffer.from("floraflor").toString("base64")]]);
  assert.equal(loop.staged.bytes, 0);
  const again = await refusalOf(rest(named));
  assert.deepEqual([again.code, again.path], ["INVALID_ARGUMENT", "files.0.staged"]);
  assert.match(again.message, /its id is unknown or has expired/);
  assert.equal(discord.requests.length, 1);
});

Deno.test("files of a call that is refused are forgotten as well", async () => {
  await using loop = await openLoopback();
  const { files, interactions } = loop.guest;
  loop.discord.answers = [{ ok: false, kind: "discord", message: "no", status: 403 }];
  const { ids } = await files.begin({ files: [{ name: "a.bin", bytes: 3 }] });
  await files.put({ id: ids[0]!, at: 0, dataBase64: bytes(3) });
  const grant = { interactionId: "1", applicationId: "2", token: "t", type: 2 };
  const interaction = loop.interactions.issue(OWN_GUILD, grant);
  const file = { name: "a.bin", staged: ids[0]! };
  assert.equal(
    (await refusalOf(interactions.editOriginal({ interaction, body: {}, files: [file] }))).code,
    "DISCORD_ERROR",
  );
  await loop.settled();
  assert.equal(loop.staged.bytes, 0);
});

Deno.test("files.begin refuses by name, size and limit", async () => {
  await using loop = await openLoopback({ limits: { fileBytes: 100, uploadBytes: 150 } });
  const { begin } = loop.guest.files;
  const one = await refusalOf(begin({ files: [{ name: "a", bytes: 9 }, { name: "b.bin", bytes: 101 }] }));
  assert.deepEqual([one.code, one.path, one.message], [
    "INVALID_ARGUMENT",
    "files.1",
    `Cannot upload "b.bin": it is 101 bytes, at most 100`,
  ]);
  const all = await refusalOf(begin({ files: [{ name: "a", bytes: 90 }, { name: "b", bytes: 90 }] }));
  assert.match(all.message, /180 bytes together, at most 150/);
  const wrong: unknown[] = [
    { files: [] },
    { files: Array.from({ length: 11 }, () => ({ name: "a", bytes: 1 })) },
    { files: [{ name: "a", bytes: 0 }] },
    { files: [{ name: "a", bytes: 1.5 }] },
    { files: [{ name: 'a"\r\n', bytes: 1 }] },
  ];
  for (const args of wrong) {
    assert.equal((await refusalOf(begin(args as never))).code, "INVALID_ARGUMENT", JSON.stringify(args));
  }
});

Deno.test("files.put refuses ids that are not this isolate's, whosever they are, and parts that are too large", async () => {
  await using loop = await openLoopback();
  await using foreign = await openLoopback({ guildId: OTHER_GUILD });
  const { ids } = await foreign.guest.files.begin({ files: [{ name: "a", bytes: 9 }] });
  const before = createIsolateFiles({ ask: async (call) => loop.staged.answer(call) }, OWN_GUILD);
  const [old] = await before.begin([{ name: "a", bytes: 9 }], undefined);
  const put = (id: string, dataBase64 = bytes(3)) =>
    refusalOf(loop.guest.files.put({ id, at: 0, dataBase64 }));
  const shape = async (id: string) => {
    const { code, message, path } = await put(id);
    return { code, message, path };
  };
  const unknown = await shape("f_nothing");
  assert.deepEqual(await shape(ids[0]!), unknown);
  assert.deepEqual(await shape(old!), unknown, "of the isolate before");
  assert.equal((await put(ids[0]!, bytes(192 * 1024 + 3))).path, "dataBase64");
  await loop.guest.files.drop({ ids: [old!, ids[0]!] });
  assert.equal(
    loop.staged.answer({ t: "put", guildId: OWN_GUILD, id: old!, at: 0, dataBase64: bytes(3) }).ok,
    true,
  );
});

Deno.test("parts of files have a rate of their own, which the largest upload stays within", async () => {
  await using loop = await openLoopback({
    limits: { opsPerSecond: 5, uploadBytes: 192 * 1024, fileBytes: 192 * 1024 },
  });
  const { files } = loop.guest;
  const { ids } = await files.begin({ files: [{ name: "a", bytes: 100 }] });
  const put = (at: number) => files.put({ id: ids[0]!, at, dataBase64: bytes(1) });
  for (let at = 0; at < 11; at++) await put(at);
  const refused = await refusalOf(put(11));
  assert.deepEqual([refused.code, typeof refused.retryAfterMs], ["LIMIT_EXCEEDED", "number"]);
  await loop.guest.kv.get({ store: "a", key: "b" });
});

Deno.test("createIsolateFiles() gives up what a late dispatch, or an isolate that ends, has staged", async () => {
  await using loop = await openLoopback();
  const { files } = loop.context;
  const begin = async (dispatchId?: string) => {
    const [id] = await files.begin([{ name: "a", bytes: 3 }], dispatchId);
    await files.put({ id: id!, at: 0, dataBase64: bytes(3) });
  };
  await begin("d1");
  await begin("d2");
  await begin();
  files.dropOf("d1");
  assert.equal(loop.staged.bytes, 6);
  files.dropAll();
  assert.equal(loop.staged.bytes, 0);
});

Deno.test("calls carry small files themselves and no large ones", async () => {
  await using loop = await openLoopback();
  const send = (...sizes: number[]) =>
    loop.guest.discord.rest({
      route: "messages.send",
      params: channel,
      files: sizes.map((size) => ({ name: "a", dataBase64: bytes(size) })),
      body: {},
    });
  await send(100, 256 * 1024 - 100);
  assert.equal((await refusalOf(send(256 * 1024 + 3))).path, "files.0.dataBase64");
  assert.equal((await refusalOf(send(100, 256 * 1024))).path, "files");
});

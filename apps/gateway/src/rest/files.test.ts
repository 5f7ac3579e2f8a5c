import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { DiscordRequestInput, DiscordResponse, FilesCall } from "@flora/discord";
import { type ProxySetUp, withProxy } from "../testing/set-up-proxy.ts";
import { withGateway } from "../testing/set-up.ts";
import { until } from "@flora/model/until";

const MIB = 1024 * 1024;
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Stages bytes of its own for each size; the ids and what they stand for. */
function stage({ staged, guildIds: [guildId] }: ProxySetUp, ...sizes: number[]) {
  return sizes.map((size) => {
    const id = crypto.randomUUID(), bytes = Buffer.alloc(size, id);
    const begun = staged.answer({
      t: "begin",
      guildId: guildId!,
      files: [{ id, name: "a.bin", bytes: size }],
    });
    assert.ok(begun.ok, JSON.stringify(begun));
    for (let at = 0; at < size; at += 192 * 1024) {
      const dataBase64 = bytes.subarray(at, at + 192 * 1024).toString("base64");
      assert.ok(staged.answer({ t: "put", guildId: guildId!, id, at, dataBase64 }).ok);
    }
    return { id, digest: digest(bytes), file: { name: "a.bin", staged: id } };
  });
}

const channelOf = ({ emulator, guildIds: [guildId] }: ProxySetUp) =>
  [...emulator.world.channels.values()].find((one) => one.guildId === guildId && one.type === 0)!.id;

const problem = (answer: DiscordResponse) =>
  answer.ok ? "it was sent" : [answer.kind, answer.message, answer.path];

Deno.test("RestProxy sends files that came in parts, of 25 MiB together with all else", () =>
  withProxy(["own"], async (parts) => {
    const [guildId] = parts.guildIds;
    const files = stage(parts, 10 * MIB, 10 * MIB, 5 * MIB - 8 * 1024);
    const along = { name: "b.txt", dataBase64: "aGVsbG8=" };
    const params = { channelId: channelOf(parts) };
    const request = { guildId: guildId!, route: "messages.send", params, body: {} };
    const sent = await parts.request({ ...request, files: [...files.map(({ file }) => file), along] });
    assert.ok(sent.ok, JSON.stringify(sent));
    const { attachments } = sent.body as { attachments: { url: string }[] };
    const seen = await Promise.all(
      attachments.map(async ({ url }) => digest(await (await fetch(url)).bytes())),
    );
    assert.deepEqual(seen, [...files.map(({ digest }) => digest), digest(Buffer.from("hello"))]);
    assert.equal(parts.staged.bytes, 0);
    assert.deepEqual(problem(await parts.request({ ...request, files: [files[0]!.file] })), [
      "invalid",
      "Cannot use file: its id is unknown or has expired",
      "files",
    ]);
  }));

Deno.test("RestProxy refuses files over Discord's limits by size, and forgets them", () =>
  withProxy(["own", "other"], async (parts) => {
    const [guildId, otherId] = parts.guildIds;
    const params = { channelId: channelOf(parts) };
    const send = async (request: Partial<DiscordRequestInput>, ...sizes: number[]) => {
      const files = stage(parts, ...sizes).map(({ file }) => file);
      const full = { guildId: guildId!, route: "messages.send", params, body: {}, ...request, files };
      const answer = problem(await parts.request(full));
      if (full.guildId === guildId) assert.equal(parts.staged.bytes, 0);
      return answer;
    };
    assert.match(
      `${await send({}, 10 * MIB, 10 * MIB, 5 * MIB)}`,
      /^invalid,files and message are 262\d+ bytes together, at most 26214400,files$/,
    );
    const sticker = { route: "stickers.create", params: {}, body: { name: "wave", tags: "x" } };
    assert.deepEqual(await send(sticker, 512 * 1024 + 1), [
      "invalid",
      `sticker "a.bin" is 524289 bytes, at most 524288`,
      "files.0",
    ]);
    const foreign = {
      channelId: [...parts.emulator.world.channels.values()].find((one) => one.guildId === otherId)!.id,
    };
    assert.equal((await send({ params: foreign }, 10))[0], "scope");
    assert.equal(
      (await send({ guildId: otherId!, params: foreign }, 10))[1],
      "Cannot use file: its id is unknown or has expired",
    );
    assert.equal(parts.emulator.requests.since(0).filter(({ files }) => files.length > 0).length, 0);
  }));

Deno.test("a worker that another one has taken the guild from stages nothing any more", () =>
  withGateway(
    { workers: ["worker-0", "worker-1"] },
    async ({ guilds: [guild], workers, deploy, act }) => {
      await deploy(guild!, { events: ["messageCreate"] });
      await act(`/channels/${guild!.channelId}/messages`, { userId: guild!.userId, content: "hi" });
      const owner = await until("an owner", () => workers.find(({ frames }) => frames.length > 0));
      const other = workers.find((worker) => worker !== owner)!;
      const files = [{ id: "a", name: "a", bytes: 3 }];
      assert.deepEqual(await owner.files({ t: "begin", guildId: guild!.id, files }), { ok: true });
      const put: FilesCall = { t: "put", guildId: guild!.id, id: "a", at: 0, dataBase64: "YWJj" };
      const refused = await other.files(put);
      assert.deepEqual(!refused.ok && [refused.error.code, refused.error.message], [
        "DISPATCH_ENDED",
        "Cannot upload: the guild has moved to another worker",
      ]);
      assert.deepEqual(await owner.files(put), { ok: true });
    },
  ));

import assert from "node:assert/strict";
import { until } from "@flora/model/until";
import type { Message } from "../support/discord.ts";
import { MOST_UNANSWERED, Writer } from "./writer.ts";

const guild = { id: "1", channelId: "2", userId: "3" };
const pace = { seed: 1, everyMs: 0 };

Deno.test("Writer goes on where a message fails, and keeps those that came about all the same", async () => {
  const came = (seq: number) => seq % 4 !== 1;
  const say = (_channel: string, _user: string, content: string) =>
    Number(content) % 4 < 2 ? Promise.reject(new Error("connection reset")) : Promise.resolve({} as Message);
  const writer = new Writer(
    { guilds: [guild], discord: { say }, onAnswer: () => {}, isSaid: (_, seq) => came(seq) },
    pace,
  );
  writer.start();
  await until("some numbers", () => writer.seq >= 8);
  await writer.stop();
  const all = Array.from({ length: writer.seq }, (_, index) => index + 1);
  assert.deepEqual(writer.sent, [all.filter(came)]);
  assert.deepEqual([...writer.unanswered], all.filter(came));
});

Deno.test("Writer waits while too much is unanswered", async () => {
  let answer = (_: number) => {};
  const say = () => Promise.resolve({} as Message);
  const writer = new Writer({
    guilds: [guild],
    discord: { say },
    onAnswer: (tell) => answer = tell,
    isSaid: () => true,
  }, pace);
  writer.start();
  for (const seq of [1, 2, 3]) {
    await until("as much as is let be open", () => writer.unanswered.size === MOST_UNANSWERED);
    answer(seq);
  }
  await until("the last that was let", () => writer.unanswered.size === MOST_UNANSWERED);
  await writer.stop();
  assert.equal(writer.seq, MOST_UNANSWERED + 3);
});

import assert from "node:assert/strict";
import { wordsOf } from "./words.ts";

Deno.test("wordsOf() says what a function does", () => {
  const words = ["banMember", "kickMember", "sendMessage", "addMemberRole", "fetchVanityUrl", "fetchReply"];
  assert.deepEqual(words.map(wordsOf), [
    "ban members",
    "kick members",
    "send messages",
    "add member roles",
    "fetch vanity urls",
    "fetch replies",
  ]);
});

import assert from "node:assert/strict";
import { type UserId } from "@flora/model";
import type { TokenRecord } from "@flora/storage";
import type { Caller } from "../access/caller.ts";
import { callerKey } from "./caller-key.ts";

Deno.test("callerKey() takes all that a person made for that person, so that more tokens are no larger budget", () => {
  const userId = "910000000000000007" as UserId;
  const proved = (proof: Caller["proof"], userId?: UserId) => callerKey({ proof, userId } as Caller);
  const token = (id: string) => ({ kind: "token" as const, token: { id } as TokenRecord });
  const person = proved({ kind: "session", hash: "h" }, userId);
  assert.equal(proved(token("a"), userId), person);
  assert.equal(proved({ kind: "discord" }, userId), person);
  assert.notEqual(proved(token("a")), proved(token("b")));
  assert.notEqual(proved(token("a")), person);
});
